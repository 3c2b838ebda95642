import process from 'node:process';
import { sleep, type Clock } from '../../support/clock.ts';
import { findProcess, listProcesses, type ProcessEntry } from './process-table.ts';
import { takingTurns } from './take-turns.ts';

/** The name under which the launch script runs, followed by the folder of its run. */
export const launcherName = 'aci-container';

/** Whether this process is the launcher of the run in `folder`: a process id alone proves nothing, as ids are given away again. */
export function isLauncher(entry: ProcessEntry | undefined, folder: string): boolean {
  return entry?.commandLine().includes(`${launcherName} ${folder}/`) ?? false;
}

/** All processes of the runs below `folder`: their launchers, what has their HOME or TMPDIR, and all that belong to these. */
export async function processesOf(folder: string): Promise<ProcessEntry[]> {
  const all = await listProcesses();
  const found = new Map<number, ProcessEntry>();
  for await (const entry of takingTurns(all)) {
    if (isMarked(entry, folder)) found.set(entry.pid, entry);
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const entry of all) {
      const related = [entry.parent, entry.group, entry.session].some((pid) => found.has(pid));
      if (related) found.set(entry.pid, entry);
    }
  }
  return [...found.values()];
}

function isMarked(entry: ProcessEntry, folder: string): boolean {
  if (isLauncher(entry, folder)) return true;
  const environment = entry.environment();
  return ['HOME', 'TMPDIR'].some((name) => environment.includes(`${name}=${folder}/`));
}

interface EndOptions {
  readonly folder: string;
  readonly graceMs: number;
  readonly clock: Clock;
  /** Ends the grace early. */
  readonly hurry: AbortSignal;
}

const pollMs = 20;
const killTries = 500;

/** Ends all processes of the runs below `folder`: SIGTERM, after the grace SIGKILL; resolves when none is left. */
export async function endProcesses({ folder, graceMs, clock, hurry }: EndOptions): Promise<void> {
  if (graceMs > 0) {
    const asked = await processesOf(folder);
    signalAll(asked, 'SIGTERM');
    const isLeft = (): boolean => asked.some(({ pid }) => findProcess(pid) !== undefined);
    for (let waited = 0; waited < graceMs && !hurry.aborted && isLeft(); waited += pollMs) {
      await sleep(clock, pollMs, hurry);
    }
  }
  // Again and again, because a process may fork while it is being ended.
  let left = await processesOf(folder);
  for (let tries = 0; left.length > 0; tries += 1) {
    if (tries === killTries) throw new Error(`these can not be killed: ${idsOf(left)}`);
    signalAll(left, 'SIGKILL');
    await sleep(clock, pollMs);
    left = await processesOf(folder);
  }
}

function idsOf(entries: readonly ProcessEntry[]): string {
  return entries.map(({ pid }) => pid).join(', ');
}

export function signalAll(entries: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { pid } of entries) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended in the meantime.
    }
  }
}
