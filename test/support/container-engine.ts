/* eslint-disable jest/no-export -- it defines tests for the files that call it */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { query } from '../../local/aci/engine-backend/engine-client.ts';
import { findEngine, type Engine } from '../../local/aci/engine-backend/find-engine.ts';
import { ImageDetails, Progress } from '../../local/aci/engine-backend/replies.ts';

/** A shell and the usual tools in one static program. */
const busybox = '/bin/busybox';

/** Images that tests make of busybox; the second one's containers run as a user that is not root. */
export const testImage = 'localhost/aci-test/busybox:latest';
export const userImage = 'localhost/aci-test/user:latest';
/** Of this very Node; made by `ensureNodeImage`, because it is large. */
export const nodeImage = `localhost/aci-test/node-${process.versions.node}:latest`;

/** Defines tests that need a container engine: where none answers one skipped test says what is missing. */
export function withEngine(defineTests: () => void): void {
  const missing = findMissing();
  if (missing === undefined) {
    defineTests();
    return;
  }
  console.info(`Skipped: there is no ${missing}.`);
  // eslint-disable-next-line jest/no-disabled-tests -- what it needs is not on every machine
  test.skip(`needs ${missing}`, () => {
    expect(missing).toBeUndefined();
  });
}

/** The engine of this machine, with the images of the tests. */
export async function engineWithImages(): Promise<Engine> {
  const engine = await findEngine();
  if (!engine) throw new Error('the engine does not answer any more');
  await ensureImage(engine, testImage, busyboxFiles);
  await ensureImage(engine, userImage, busyboxFiles, 'USER 1000');
  return engine;
}

/** An image with nothing but this Node and the libraries that it loads. */
export function ensureNodeImage(engine: Engine): Promise<void> {
  return ensureImage(engine, nodeImage, nodeFiles);
}

/** Whether an engine answers has to be known before tests are defined, which can not wait: another process looks. */
function findMissing(): string | undefined {
  if (!existsSync(busybox)) return `${busybox} (Debian: busybox-static)`;
  const module = path.resolve('local/aci/engine-backend/find-engine.ts');
  const look = `const { findEngine } = await import(${JSON.stringify(module)});
    process.exit((await findEngine()) ? 0 : 1);`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', look]);
  return status === 0 ? undefined : 'container engine (DOCKER_HOST or a usual socket)';
}

async function ensureImage(
  { client }: Engine,
  name: string,
  files: () => Promise<Buffer>,
  changes?: string,
): Promise<void> {
  if (await client.find(ImageDetails, `/images/${name}/json`)) return;
  const [repo = ''] = name.split(':');
  const body = await files();
  const path = `/images/create${query({ fromSrc: '-', repo, tag: 'latest', changes })}`;
  const lines = (await client.text({ method: 'POST', path, body })).trim().split('\n');
  expect(Progress.parse(JSON.parse(lines.at(-1) ?? '')).error).toBeUndefined();
}

function busyboxFiles(): Promise<Buffer> {
  return archive(async (folder) => {
    for (const name of ['bin', 'etc', 'tmp', 'dev', 'proc', 'sys', 'run']) {
      await mkdir(path.join(folder, name));
    }
    await copyFile(busybox, path.join(folder, 'bin', 'busybox'));
    const tools = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
    for (const tool of tools.filter((name) => name !== 'busybox')) {
      await symlink('busybox', path.join(folder, 'bin', tool));
    }
  });
}

function nodeFiles(): Promise<Buffer> {
  return archive(async (folder) => {
    const loaded = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
    const libraries = [...loaded.matchAll(/(\/\S+) \(0x/g)].map(([, file = '']) => file);
    for (const file of libraries) await copyInto(folder, file, file);
    await copyInto(folder, process.execPath, '/bin/node');
    await mkdir(path.join(folder, 'tmp'));
  });
}

async function copyInto(folder: string, file: string, target: string): Promise<void> {
  const copy = path.join(folder, target);
  await mkdir(path.dirname(copy), { recursive: true });
  await copyFile(await realpath(file), copy);
}

/** What was put into a folder as a tar. */
async function archive(fill: (folder: string) => Promise<void>): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aci-image-'));
  try {
    await fill(folder);
    return execFileSync('tar', ['-C', folder, '-c', '.'], { maxBuffer: 2 ** 29 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
