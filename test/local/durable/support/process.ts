import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import process from 'node:process';

export interface ServedApp {
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends it as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** Runs a TypeScript file as a process, with an IPC channel so that it ends with this one. */
export function spawnScript(
  file: string,
  args: readonly string[],
  environment: Environment = {},
): ChildProcess {
  return spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
}

/** The first line of its output that begins with `prefix`, without that; rejects when it ends before. */
export async function lineOf(child: ChildProcess, prefix: string): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith(prefix)) return line.slice(prefix.length);
  throw new Error(`The process ended without a line that begins with ${prefix}`);
}

/** An app folder, with its management API on a port of its own. */
export async function serveApp(
  appFolder: string,
  databaseFile: string,
  options: { readonly args?: readonly string[]; readonly environment?: Environment } = {},
): Promise<ServedApp> {
  const args = ['--app', appFolder, '--database', databaseFile, ...(options.args ?? [])];
  const child = spawnScript(require.resolve('./serve-app.ts'), args, options.environment);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  const ready: unknown = JSON.parse(await lineOf(child, 'READY '));
  if (typeof ready !== 'object' || ready === null || !('functions' in ready))
    throw new Error('The process is ready, but does not say where.');
  return { url: String(ready.functions), process: child, kill };
}
