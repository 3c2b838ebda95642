import process from 'node:process';

const isThorough = process.env['THOROUGH'] === '1';

/** How far the next case is that a test goes through: one of `usual`, or with `THOROUGH=1`, as `.ci/run` has it, each. */
export function strideOf(usual: number): number {
  return isThorough ? 1 : usual;
}
