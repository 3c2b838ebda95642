import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from '@jest/globals';

/** Defines tests that run the images as they are now: where there is no engine with them, one skipped test says so. */
// eslint-disable-next-line jest/no-export -- it defines tests for the files that call it
export function withImages(defineTests: () => void): void {
  const missing = findMissing();
  if (missing === '') {
    defineTests();
    return;
  }
  console.info(`Skipped: ${missing}`);
  // eslint-disable-next-line jest/no-disabled-tests -- what it needs is not on every machine
  test.skip('needs an engine with the images', () => {
    expect(missing).toBe('');
  });
}

/** Has to be known before tests are defined, which can not wait: another process looks. */
function findMissing(): string {
  // Elsewhere an engine runs in a virtual machine, whose network is not ours.
  if (process.platform !== 'linux') return 'this is not Linux';
  const args = ['scripts/build-images.mjs', '--check'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? '' : stderr.trim();
}
