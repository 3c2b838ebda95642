import { expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { oneContainer } from '../support/job-world.ts';

const withFanOut = (fields: object) =>
  parseJobSpec({ group: oneContainer, fanOut: { items: { from: 1, to: 9 }, ...fields } });

test.each<object>([
  { toleratedFailurePercentage: 0 },
  { toleratedFailurePercentage: 100 },
  { toleratedFailurePercentage: 0.5 },
  { itemsPerGroup: 1 },
  { itemsPerGroup: 1000 },
])('%j is right', (fields) => {
  expect(withFanOut(fields).ok).toBe(true);
});

test('what is wrong is named at once, each by its path', () => {
  const parsed = withFanOut({ toleratedFailurePercentage: 101, itemsPerGroup: 0, maxParallel: 0 });
  const paths = parsed.ok ? [] : parsed.errors.map(({ path }) => path);
  expect(paths.toSorted()).toEqual([
    'fanOut.itemsPerGroup',
    'fanOut.maxParallel',
    'fanOut.toleratedFailurePercentage',
  ]);
});

test.each([{ itemsPerGroup: 1001 }, { itemsPerGroup: 1.5 }, { toleratedFailurePercentage: '5' }])(
  '%j is wrong',
  (fields) => {
    expect(withFanOut(fields).ok).toBe(false);
  },
);
