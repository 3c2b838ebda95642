import type { Fault, Rule } from '../project.ts';
import { nodesOf } from '../syntax.ts';

/** What the parser does not understand: a mistake, or newer syntax than infra/ keeps to. */
export const syntaxErrors: Rule = function* ({ root }): Generator<Fault> {
  for (const node of nodesOf(root)) {
    if (node.isMissing) yield { code: 'BCP018', node, message: `expected ${node.type} here` };
    if (node.isError) {
      const text = node.text.split('\n', 1)[0] ?? '';
      yield { code: 'BCP018', node, message: `can not be parsed: ${text}` };
    }
  }
};
