import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { root } from './stack.ts';

/** Where and with what something was measured. */
export interface Surroundings {
  readonly date: string;
  readonly commit: string;
  readonly machine: { readonly cores: number; readonly cpu: string; readonly memoryGB: number };
  readonly os: string;
  readonly versions: Readonly<Record<string, string>>;
}

const measured = [
  'durable-functions',
  '@azure/functions',
  '@azure/arm-containerinstance',
  'azurite',
];
const Version = z.object({ version: z.string() });

export async function readSurroundings(): Promise<Surroundings> {
  const versions: Record<string, string> = { node: process.versions.node };
  for (const name of measured) {
    const manifest = await readFile(path.join(root, 'node_modules', name, 'package.json'), 'utf8');
    versions[name] = Version.parse(JSON.parse(manifest)).version;
  }
  return {
    date: new Date().toISOString(),
    commit: await readCommit(),
    machine: {
      cores: os.availableParallelism(),
      cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
      memoryGB: Math.round(os.totalmem() / 2 ** 30),
    },
    os: `${os.type()} ${os.arch()}`,
    versions,
  };
}

/** The commit, and whether files that it tracks have been changed since; results are no such change. */
async function readCommit(): Promise<string> {
  const git = promisify(execFile);
  try {
    const commit = await git('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root });
    const status = ['status', '--porcelain', '--untracked-files=no', '--', '.', ':!bench/results'];
    const changes = await git('git', status, { cwd: root });
    return commit.stdout.trim() + (changes.stdout === '' ? '' : ' with changes');
  } catch {
    return 'unknown: not in a git checkout';
  }
}
