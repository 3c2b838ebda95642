import path from 'node:path';
import { parseJson } from '../../parse-json.ts';
import type { Declaration } from '../bicep-file.ts';
import type { BicepProject, Fault, Rule } from '../project.ts';
import { literalOf, nodesOf, partsOf, propertiesOf } from '../syntax.ts';

/** A member of a variable that is written out, or loaded from JSON, is there. */
export const members: Rule = function* (file, project): Generator<Fault> {
  for (const declaration of file.declarations) {
    const keys = declaration.kind === 'var' ? keysOf(declaration, file.file, project) : undefined;
    if (!keys) continue;
    for (const node of nodesOf(file.root)) {
      if (node.type !== 'member_expression') continue;
      if (node.childForFieldName('object')?.text !== declaration.name) continue;
      const member = node.childForFieldName('property')?.text ?? '';
      if (!keys.has(member))
        yield { code: 'BCP053', node, message: `${declaration.name} has no ${member}` };
    }
  }
};

function keysOf(
  { value }: Declaration,
  file: string,
  { read }: BicepProject,
): Set<string> | undefined {
  if (value?.type === 'object') {
    const keys = propertiesOf(value).map(({ key }) => key);
    return keys.includes(undefined) ? undefined : new Set(keys.filter((key) => key !== undefined));
  }
  if (value?.childForFieldName('function')?.text !== 'loadJsonContent') return undefined;
  const given = value.childForFieldName('arguments');
  const relative = given ? literalOf(partsOf(given)[0]) : undefined;
  const text = relative && read(path.posix.join(path.posix.dirname(file), relative));
  const content = text ? parseJson(text) : undefined;
  return typeof content === 'object' && content ? new Set(Object.keys(content)) : undefined;
}
