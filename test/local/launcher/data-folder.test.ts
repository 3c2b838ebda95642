import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeDataFolder } from '../../../local/launcher/data-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'data-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder on which another process runs is refused, and the process is named', async () => {
  await writeFile(path.join(folder, 'stack.pid'), String(process.ppid));
  await expect(takeDataFolder(folder, false)).rejects.toThrow(
    `another stack (process ${String(process.ppid)}) runs on ${folder}`,
  );
});

test('the lock of a process that was killed does not count', async () => {
  await writeFile(path.join(folder, 'stack.pid'), '999999999');
  await expect(takeDataFolder(folder, false)).resolves.toMatchObject({ folder });
});

test('a released folder can be taken again', async () => {
  await (await takeDataFolder(folder, false)).release();
  await expect(takeDataFolder(folder, false)).resolves.toMatchObject({ folder });
});

test.each([
  [true, ['certificates', 'logs', 'stack.pid']],
  [false, ['aci', 'certificates', 'logs', 'stack.pid']],
])('with reset %p the state of services is what is forgotten, or kept', async (reset, expected) => {
  await mkdir(path.join(folder, 'aci'));
  await mkdir(path.join(folder, 'certificates'));
  await takeDataFolder(folder, reset);
  expect((await readdir(folder)).sort()).toEqual(expected);
});
