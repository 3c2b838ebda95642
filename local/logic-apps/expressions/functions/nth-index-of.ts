import { toUpperInvariant } from '../values/invariant-case.ts';
import { integer, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { functionError } from './function-errors.ts';

export const nthIndexOf = defineFunction({
  name: 'nthIndexOf',
  group: 'string',
  expects: 'three parameters: the string to search, the string to find and the occurrence',
  parameters: [text, text, integer],
  example: { expression: "nthIndexOf('123456789123465789', '1', 2)", result: 9 },
  evaluate: ([searched, found, nth], { name }) => {
    const occurrence = Number(nth);
    if (occurrence === 0) throw functionError(name, 'expects the index parameter to be nonzero.');
    if (found === '') return -1;
    const positions = positionsOf(toUpperInvariant(searched), toUpperInvariant(found));
    return positions.at(occurrence > 0 ? occurrence - 1 : occurrence) ?? -1;
  },
});

function positionsOf(searched: string, found: string): readonly number[] {
  const positions: number[] = [];
  for (let at = searched.indexOf(found); at >= 0; at = searched.indexOf(found, at + 1)) {
    positions.push(at);
  }
  return positions;
}
