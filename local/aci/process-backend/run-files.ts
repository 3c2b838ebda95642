import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sleep, type Clock } from '../../support/clock.ts';
import { findProcess } from './process-table.ts';
import type { RunFolder } from './run-folder.ts';
import { isLauncher } from './run-processes.ts';

/** Makes sure that a run which has not begun never will; false when it has. */
export function claimRun({ pidFile }: RunFolder): boolean {
  try {
    writeFileSync(pidFile, '0\n', { flag: 'wx' });
    return true;
  } catch (error) {
    if (!existsSync(path.dirname(pidFile))) return true;
    if (existsSync(pidFile)) return false;
    throw error;
  }
}

/** The launcher of a run that has begun. */
export async function readLauncher(
  { pidFile, folder }: RunFolder,
  clock: Clock,
): Promise<{ readonly pid: number; readonly isRunning: boolean; readonly since: Date }> {
  let text = '';
  // The file exists a moment before its content does.
  for (let tries = 0; tries < 50 && !text.endsWith('\n'); tries += 1) {
    if (tries > 0) await sleep(clock, 10);
    text = readFileSync(pidFile, 'utf8');
  }
  const pid = Number(text);
  return { pid, isRunning: isLauncher(findProcess(pid), folder), since: modifiedAt(pidFile) };
}

/** How a run ended, as its launcher has recorded it. */
export function readExit({ exitFile }: RunFolder): { exitCode: number; at: Date } | undefined {
  try {
    return { exitCode: Number(readFileSync(exitFile, 'utf8')), at: modifiedAt(exitFile) };
  } catch {
    return undefined;
  }
}

export function modifiedAt(file: string): Date {
  return statSync(file, { throwIfNoEntry: false })?.mtime ?? new Date(0);
}
