import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

/**
 * Defines tests that compare with a part of `../shared`, which no clone has: where it is there they say that they use
 * it, elsewhere one skipped test says what is missing.
 */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withShared(part: string, defineTests: () => void): void {
  const isThere = existsSync(path.resolve('..', 'shared', part));
  console.info(isThere ? `Uses ../shared/${part}.` : `Skipped: ../shared/${part} is not here.`);
  if (isThere) defineTests();
  else
    // eslint-disable-next-line jest/no-disabled-tests -- what it compares with is not part of the project
    test.skip(`needs ../shared/${part}`, () => {
      expect(isThere).toBe(true);
    });
}
