import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { sleep, type Clock } from '../../support/clock.ts';
import { systemPath } from './container-environment.ts';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);
const megabyte = 1024 * 1024;

/** More than ACI ever shows: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const keptBytes = 6 * megabyte;
const mostBytes = 12 * megabyte;
/** `st_blocks` counts these: https://man7.org/linux/man-pages/man3/stat.3type.html */
const blockBytes = 512;
/** A hole is made of whole pages. */
const pageBytes = 4096;
const pauseMs = 50;

/**
 * Keeps a growing log from filling the disk. What is too old to be shown becomes a hole: the file keeps its size, its
 * writer goes on at its end without noticing, and nothing can be lost in between. Where no `fallocate` can make holes
 * (macOS, some file systems) the log is not limited.
 */
export class LogLimit {
  private readonly logFile: string;
  private readonly clock: Clock;
  private isBusy = false;
  private isPossible = true;

  /** Pauses are of real time: the writer's. */
  constructor(logFile: string, clock: Clock) {
    this.logFile = logFile;
    this.clock = clock;
  }

  /** Looks at the log; resolves when it is within its limit again, or can not be brought there. */
  async check(): Promise<void> {
    if (this.isBusy || !this.isPossible) return;
    this.isBusy = true;
    for (let size = this.excess(); size > 0 && this.isPossible; size = this.excess()) {
      this.isPossible = await makeHole(this.logFile, size - keptBytes);
      await sleep(this.clock, pauseMs);
    }
    this.isBusy = false;
  }

  /** The size of a log that takes too much; 0 = it does not. */
  private excess(): number {
    const stat = statSync(this.logFile, { throwIfNoEntry: false });
    return stat && stat.size > mostBytes && stat.blocks * blockBytes > mostBytes ? stat.size : 0;
  }
}

/** Gives the beginning of a file back to the disk; false when that can not be done here. */
async function makeHole(file: string, length: number): Promise<boolean> {
  const program = findProgram('fallocate', { searchPath: systemPath, cwd: '/' });
  if (program === undefined) return false;
  const whole = String(Math.floor(length / pageBytes) * pageBytes);
  return run(program, ['--punch-hole', '--offset', '0', '--length', whole, file]).then(
    () => true,
    () => false,
  );
}
