import path from 'node:path';
import { parseJson } from '../../parse-json.ts';
import type { Fault, Rule } from '../project.ts';
import { literalOf, nodesOf, partsOf } from '../syntax.ts';

const loaders = new Set([
  'loadJsonContent',
  'loadTextContent',
  'loadYamlContent',
  'loadFileAsBase64',
]);

/** What is loaded while compiling is there, and is JSON where it has to be. */
export const loadedFiles: Rule = function* ({ file, root }, { read }): Generator<Fault> {
  for (const node of nodesOf(root)) {
    const name = node.type === 'call_expression' && node.childForFieldName('function')?.text;
    const given = node.childForFieldName('arguments');
    if (!name || !given || !loaders.has(name)) continue;
    const relative = literalOf(partsOf(given)[0]);
    if (relative === undefined) {
      yield { code: 'BCP032', node, message: `${name} takes the literal path of a file` };
      continue;
    }
    const text = read(path.posix.join(path.posix.dirname(file), relative));
    if (text === undefined) yield { code: 'BCP091', node, message: `there is no file ${relative}` };
    else if (name === 'loadJsonContent' && parseJson(text) === undefined)
      yield { code: 'BCP186', node, message: `${relative} is not JSON` };
  }
};
