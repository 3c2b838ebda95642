import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { projectCopy } from './project-copy.ts';

/** Runs the hook of a copy with an `az` that only writes down how it was called. */
function runHook(folder: string, environment: Readonly<Record<string, string>>) {
  const calls = path.join(folder, 'calls');
  writeFileSync(path.join(folder, 'az'), `#!/bin/sh\necho "$@" >> '${calls}'\n`, { mode: 0o755 });
  const { status, stderr } = spawnSync('sh', [path.join(folder, 'infra/build-images.sh')], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, ...environment },
  });
  return { status, stderr, calls: () => readFileSync(calls, 'utf8').trim().split('\n') };
}

test('the hook builds every image under the name that the app asks for', async () => {
  await using copy = await projectCopy();
  const { status, calls } = runHook(copy.folder, { REGISTRY_NAME: 'cr1' });
  expect(status).toBe(0);
  expect(calls()).toEqual(
    ['render', 'sentiment', 'shim'].map(
      (image) =>
        `acr build --registry cr1 --image ${image}:latest --platform linux/amd64 --output none ${image}`,
    ),
  );
});

test('the hook says what is missing when it is run by itself', async () => {
  await using copy = await projectCopy();
  const { status, stderr } = runHook(copy.folder, {});
  expect(status).not.toBe(0);
  expect(stderr).toContain('REGISTRY_NAME');
});
