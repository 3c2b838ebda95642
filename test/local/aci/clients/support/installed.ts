import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from '@jest/globals';

/**
 * Defines tests that need a program of the machine: where one of the candidates runs they are given it, elsewhere one
 * skipped test says what is missing.
 */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withInstalled(
  name: string,
  candidates: readonly (readonly [program: string, ...check: string[]])[],
  defineTests: (program: string) => void,
): void {
  const found = candidates.find(
    ([program, ...check]) =>
      spawnSync(program, check, { env: { PATH: process.env['PATH'] } }).status === 0,
  );
  console.info(found ? `Uses ${name}: ${found[0]}.` : `Skipped: ${name} is not installed.`);
  if (found) defineTests(found[0]);
  else
    // eslint-disable-next-line jest/no-disabled-tests -- no project can bring these programs along
    test.skip(`needs ${name}`, () => {
      expect(found).toBeDefined();
    });
}
