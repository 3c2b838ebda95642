import path from 'node:path';
import { bodiesOf, type BicepFile, type Declaration } from '../bicep-file.ts';
import type { BicepProject, Fault, Rule } from '../project.ts';
import { nodesOf, propertiesOf, type SyntaxNode } from '../syntax.ts';

/** Each module is there, is given what it wants and nothing else, and is asked only for outputs that it has. */
export const modules: Rule = function* (file, project): Generator<Fault> {
  for (const declaration of file.declarations) {
    if (declaration.kind !== 'module' || declaration.of === undefined) continue;
    const target = moduleFile(file, declaration.of, project);
    if (!target) {
      const message = `there is no module ${declaration.of}`;
      yield { code: 'BCP091', node: declaration.node, message };
      continue;
    }
    yield* faultsOfParameters(declaration, target);
    yield* faultsOfOutputs(declaration, target, file.root);
  }
};

function moduleFile(
  { file }: BicepFile,
  relative: string,
  { files }: BicepProject,
): BicepFile | undefined {
  return files.get(path.posix.join(path.posix.dirname(file), relative));
}

function* faultsOfParameters(declaration: Declaration, target: BicepFile): Generator<Fault> {
  const wanted = target.declarations.filter(({ kind }) => kind === 'param');
  for (const body of bodiesOf(declaration)) {
    const params = propertiesOf(body).find(({ key }) => key === 'params')?.value;
    const given = params ? propertiesOf(params) : [];
    for (const { key, node } of given)
      if (!wanted.some(({ name }) => name === key))
        yield { code: 'BCP037', node, message: `${target.file} has no parameter ${String(key)}` };
    for (const { name, isRequired } of wanted)
      if (isRequired && !given.some(({ key }) => key === name))
        yield { code: 'BCP035', node: body, message: `${target.file} needs the parameter ${name}` };
  }
}

function* faultsOfOutputs(
  { name }: Declaration,
  target: BicepFile,
  root: SyntaxNode,
): Generator<Fault> {
  for (const node of nodesOf(root)) {
    const [, output] = new RegExp(`^${name}\\??\\.\\??outputs\\.\\??(\\w+)$`).exec(node.text) ?? [];
    if (node.type !== 'member_expression' || !output) continue;
    if (!target.declarations.some((it) => it.kind === 'output' && it.name === output))
      yield { code: 'BCP053', node, message: `${target.file} has no output ${output}` };
  }
}
