import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { launchScript } from './launch-script.ts';
import { systemPath } from './container-environment.ts';
import { startFailure, type RunContext } from './run-context.ts';
import type { RunFolder } from './run-folder.ts';
import { launcherName } from './run-processes.ts';

/** Starts a command under the launch script in a session of its own. Resolves when it exists; throws why it can not. */
export async function launch({
  command,
  cwd,
  environment,
  folders,
}: Omit<RunContext, 'entrypoint'> & {
  readonly command: readonly string[];
  readonly folders: RunFolder;
}): Promise<ChildProcess> {
  const log = openSync(folders.logFile, 'a', 0o600);
  try {
    const args = ['-c', launchScript, launcherName, `${folders.folder}/`, systemPath, ...command];
    const stdio = ['ignore' as const, 'ignore' as const, 'ignore' as const, log];
    const child = spawn('/bin/sh', args, { cwd, env: environment, detached: true, stdio });
    await once(child, 'spawn');
    child.unref();
    return child;
  } catch (error) {
    // An argument that no process can have, such as one with a NUL.
    throw startFailure(error instanceof Error ? error.message : String(error));
  } finally {
    closeSync(log);
  }
}
