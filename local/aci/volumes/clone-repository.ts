import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Volume } from '../model/volume-spec.ts';
import { MountFailure } from './mount-failure.ts';

const run = promisify(execFile);
const timeLimitMs = 60_000;

/**
 * Clones a repository into a new folder: into `directory` below it, or into one of the repository's name, as ACI's
 * gitRepo volumes do. Whatever the address, it is taken from one of the allowed folders by the name at its end.
 */
export async function cloneRepository(
  { repository, revision, directory }: NonNullable<Volume['gitRepo']>,
  folder: string,
  gitFolders: readonly string[],
): Promise<void> {
  const name = repositoryName(repository);
  const source = gitFolders
    .flatMap((allowed) => [path.join(allowed, name), path.join(allowed, `${name}.git`)])
    .find((candidate) => name !== '' && existsSync(candidate));
  if (source === undefined) {
    throw new MountFailure(`the repository '${repository}' is in none of the allowed folders`);
  }
  const target = path.join(folder, directory ?? name);
  if (target !== folder && !target.startsWith(`${folder}${path.sep}`)) {
    throw new MountFailure(`the directory '${directory ?? ''}' leads out of the volume`);
  }
  if (revision?.startsWith('-')) throw new MountFailure(`'${revision}' is no revision`);
  await mkdir(folder);
  await git(['clone', '--quiet', '--no-hardlinks', '--', await realpath(source), target]);
  if (revision) await git(['-C', target, 'checkout', '--quiet', revision, '--']);
}

/** `https://github.com/org/name.git`, `git@host:org/name` and `/a/path/name` all end in it. */
function repositoryName(repository: string): string {
  const last = /[^/:\\]*$/.exec(repository.replace(/\/+$/, ''))?.[0] ?? '';
  const name = last.replace(/\.git$/, '');
  return name === '.' || name === '..' ? '' : name;
}

async function git(args: readonly string[]): Promise<void> {
  // Nothing of this machine's settings, and nobody is asked for a password.
  const env = {
    PATH: process.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  try {
    await run('git', args, { env, timeout: timeLimitMs });
  } catch (error) {
    throw new MountFailure(`Output: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && typeof error.stderr === 'string') {
    return error.stderr.trim() || error.message;
  }
  return String(error);
}
