import { expect, test } from '@jest/globals';
import { coolUntil, preferredRegion } from '../../jobs/region-choice.ts';

const now = new Date('2026-01-01T00:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const regions = ['westeurope', 'northeurope', 'eastus'];

test.each([
  ['none lacks room: the first', {}, 'westeurope'],
  ['the first lacks room: the second', { westeurope: 5 }, 'northeurope'],
  ['the first lacked room, and long ago: the first again', { westeurope: -1 }, 'westeurope'],
  [
    'all lack room: that which is ready first',
    { westeurope: 5, northeurope: 3, eastus: 9 },
    'northeurope',
  ],
  ['others that nobody asked for do not count', { japaneast: 5 }, 'westeurope'],
])('%s', (_, cooling, expected) => {
  const until = new Map(Object.entries(cooling).map(([name, at]) => [name, inMinutes(at)]));
  expect(preferredRegion(regions, until, now)).toBe(expected);
});

test('a region is let alone for ten minutes', () => {
  expect(coolUntil(now)).toEqual(inMinutes(10));
});

test('there must be one to choose', () => {
  expect(() => preferredRegion([], new Map(), now)).toThrow('no region');
});
