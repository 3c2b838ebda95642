import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { launchScript } from './launch-script.ts';
import { systemPath } from './container-environment.ts';
import type { RunFolder } from './run-folder.ts';
import { launcherName } from './run-processes.ts';

/** Starts a command under the launch script in a session of its own. Resolves when it exists, or with why it can not. */
export async function launch({
  command,
  cwd,
  environment,
  folders,
}: {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: RunFolder;
}): Promise<ChildProcess | Error> {
  const log = openSync(folders.logFile, 'a', 0o600);
  try {
    const args = ['-c', launchScript, launcherName, `${folders.folder}/`, systemPath, ...command];
    const stdio = ['ignore' as const, 'ignore' as const, 'ignore' as const, log];
    const child = spawn('/bin/sh', args, { cwd, env: environment, detached: true, stdio });
    const failure = await new Promise<Error | undefined>((resolve) => {
      child.once('spawn', () => {
        resolve(undefined);
      });
      child.once('error', resolve);
    });
    child.unref();
    return failure ?? child;
  } catch (error) {
    // An argument that no process can have, such as one with a NUL.
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    closeSync(log);
  }
}
