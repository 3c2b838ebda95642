import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';

export interface Child {
  readonly process: ChildProcess;
  /** All that it has printed on both streams. */
  output(): string;
  /** The first match in what it prints; fails when the process ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code (null when a signal ended it). */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const running = new Set<Child>();

/** Ends what a test that failed has left running. */
export async function killChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill('SIGKILL')));
}

/** Runs a script on the Node that runs the tests. */
export function spawnNode(
  args: readonly string[],
  environment: Record<string, string> = {},
): Child {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const lookers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of lookers) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const spawned: Child = {
    process: child,
    output: () => output,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (!match) return;
          lookers.delete(look);
          resolve(match);
        };
        lookers.add(look);
        look();
        void ended.then(() => {
          reject(new Error(`It ended before it printed ${String(pattern)}: ${output}`));
        });
      }),
    ended,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
  running.add(spawned);
  void ended.then(() => running.delete(spawned));
  return spawned;
}
