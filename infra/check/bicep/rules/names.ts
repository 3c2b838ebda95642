import type { Fault, Rule } from '../project.ts';
import { referencesIn } from '../scopes.ts';

/** Every name is declared, once, and every parameter and variable is used. */
export const names: Rule = function* ({ root, declarations }): Generator<Fault> {
  const used = new Set<string>();
  const symbols = declarations.filter(({ kind }) => kind !== 'output');
  const declared = new Set(symbols.map(({ name }) => name));
  for (const { name, node } of referencesIn(root)) {
    used.add(name);
    if (!declared.has(name))
      yield { code: 'BCP057', node, message: `the name ${name} does not exist here` };
  }
  const seen = new Set<string>();
  for (const { kind, name, node } of symbols) {
    if (seen.has(name)) yield { code: 'BCP028', node, message: `${name} is declared twice` };
    seen.add(name);
    if ((kind === 'param' || kind === 'var') && !used.has(name))
      yield { code: 'no-unused', node, message: `${kind} ${name} is never used` };
  }
};
