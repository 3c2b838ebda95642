import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import path from 'node:path';
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

/** Has to be known before tests are defined, which can not wait: other processes look. */
function findMissing(): string {
  const check = lookBy(['scripts/build-images.mjs', '--check']);
  if (check.status !== 0) return check.stderr.trim();
  const module = path.resolve('local/aci/engine-backend/find-engine.ts');
  const look = `const { findEngine } = await import(${JSON.stringify(module)});
    process.exit((await findEngine())?.isNative ? 0 : 1);`;
  const isNative = lookBy(['--input-type=module', '--eval', look]).status === 0;
  return isNative ? '' : "The engine's containers can not have the network of this machine.";
}

const lookBy = (args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, args, { encoding: 'utf8' });
