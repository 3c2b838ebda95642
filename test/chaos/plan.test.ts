import { expect, test } from '@jest/globals';
import { faults } from './faults.ts';
import { kinds } from './kinds.ts';
import { roundOf } from './plan.ts';

const rounds = (seed: number) =>
  Array.from({ length: 25 }, (_, number) => roundOf(seed, number, 4));

test('the same seed plans the same rounds, another one others', () => {
  expect(rounds(1)).toEqual(rounds(1));
  expect(rounds(1)).not.toEqual(rounds(2));
});

test('a hundred kills meet every kind of job and every fault', () => {
  for (const seed of [1, 2, 3]) {
    const planned = rounds(seed);
    expect(new Set(planned.flatMap((round) => round.kinds))).toEqual(new Set(kinds));
    expect(new Set(planned.map(({ fault }) => fault))).toEqual(new Set(faults));
    expect(planned.flatMap(({ kills }) => kills)).toHaveLength(100);
  }
});

test('the last round kills no more than are left', () => {
  expect(roundOf(1, 2, 3).kills).toHaveLength(3);
});
