import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { sleep, type Clock } from '../../support/clock.ts';
import type { ProbeResult } from '../container-groups/container-backend.ts';
import { resolveCommand, type RunContext } from './run-context.ts';

/** As much as Kubernetes keeps of it. */
const mostOutput = 10 * 1024;
/** How long what a command leaves behind may hold on to its output. */
const drainMs = 100;

/** Runs a probe's command in a container and ends all of its process group; the time limit is of real time. Never throws. */
export async function runProbe(
  command: readonly string[],
  context: RunContext,
  { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: Clock },
): Promise<ProbeResult> {
  try {
    const [file, ...args] = resolveCommand(command, context);
    const { cwd, environment: env } = context;
    const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const];
    return await outcomeOf(
      spawn(file, args, { cwd, env, detached: true, stdio }),
      timeoutMs,
      clock,
    );
  } catch (error) {
    return { succeeded: false, output: error instanceof Error ? error.message : String(error) };
  }
}

async function outcomeOf(
  child: ChildProcess,
  timeoutMs: number,
  clock: Clock,
): Promise<ProbeResult> {
  const output = outputOf(child);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const inTime = new AbortController();
  const timedOut = sleep(clock, timeoutMs, inTime.signal).then(() => 'timedOut' as const);
  try {
    const end = await Promise.race([exited, timedOut]);
    if (end === 'timedOut') {
      return { succeeded: false, output: `command timed out after ${timeoutMs / 1000} s` };
    }
    killGroup(child);
    await Promise.race([closed, sleep(clock, drainMs)]);
    return { succeeded: end === 0, output: output() };
  } finally {
    inTime.abort();
    killGroup(child);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

function outputOf({ stdout, stderr }: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  const add = (chunk: Buffer): void => {
    if (size < mostOutput) chunks.push(chunk.subarray(0, mostOutput - size));
    size += chunk.length;
  };
  stdout?.on('data', add);
  stderr?.on('data', add);
  return () => Buffer.concat(chunks).toString();
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // None of it is left.
  }
}
