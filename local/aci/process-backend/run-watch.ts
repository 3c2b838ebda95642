import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Clock } from '../../support/clock.ts';
import type { RunExit, RunSpec } from '../container-groups/container-backend.ts';
import { LogLimit } from './log-limit.ts';
import { LogTimes } from './log-times.ts';
import { findProcess, type ProcessEntry } from './process-table.ts';
import { readExit } from './run-files.ts';
import type { RunFolder } from './run-folder.ts';
import { isLauncher, signalAll } from './run-processes.ts';
import { RunUsage } from '../metrics/run-usage.ts';

export interface RunWatchOptions {
  readonly run: RunSpec;
  readonly folders: RunFolder;
  readonly startedAt: Date;
  readonly launcherPid: number;
  /** The launcher, when it is a child of this process. */
  readonly child?: ChildProcess | undefined;
  readonly clock: Clock;
  readonly realClock: Clock;
}

const pollMs = 100;
/** What a shell reports of a program that was killed. */
const killedExitCode = 137;

/** Follows one run until it ends: its end, the growth of its log and its memory. */
export class RunWatch {
  readonly run: RunSpec;
  readonly folders: RunFolder;
  readonly times: LogTimes;
  readonly usage = new RunUsage();
  private readonly limit: LogLimit;
  private readonly options: RunWatchOptions;
  private outOfMemory = false;
  private stopped = false;
  private cancelPoll: () => void = () => undefined;

  constructor(options: RunWatchOptions) {
    this.options = options;
    this.run = options.run;
    this.folders = options.folders;
    this.times = new LogTimes(options.startedAt);
    this.limit = new LogLimit(options.folders.logFile, options.realClock);
  }

  /** Calls back once when the run has ended by itself, with its time by the service's clock. */
  onEnd(callback: (exit: RunExit) => void): void {
    const end = (): void => {
      if (this.stopped) return;
      this.stop();
      callback(this.exit());
    };
    const { child } = this.options;
    if (!child) this.poll(end);
    else if (child.exitCode !== null || child.signalCode !== null) end();
    else child.once('exit', end);
  }

  stop(): void {
    this.stopped = true;
    this.cancelPoll();
  }

  /** Ends the launcher alone, at once. */
  killLauncher(): void {
    const launcher = findProcess(this.options.launcherPid);
    if (launcher && isLauncher(launcher, this.folders.folder)) signalAll([launcher], 'SIGKILL');
  }

  /** Looks at the log's size and at what it uses, and ends a run that uses more memory than it may: between two looks a peak is not seen. */
  sample(processesOfGroup: ReadonlyMap<number, readonly ProcessEntry[]>): void {
    if (this.stopped) return;
    const { launcherPid } = this.options;
    this.noteLogSize();
    const all = processesOfGroup.get(launcherPid) ?? [];
    const members = all.filter(({ pid }) => pid !== launcherPid);
    const used = members.reduce((sum, member) => sum + member.residentBytes(), 0);
    if (members.length > 0) this.noteUsage(used, all);
    if (used <= this.run.memoryLimitBytes) return;
    if (!isLauncher(findProcess(launcherPid), this.folders.folder)) return;
    this.outOfMemory = true;
    signalAll(members, 'SIGKILL');
  }

  private noteLogSize(): void {
    const size = statSync(this.folders.logFile, { throwIfNoEntry: false })?.size ?? 0;
    this.times.add(size, this.options.clock.now());
    void this.limit.check();
  }

  private noteUsage(memoryBytes: number, all: readonly ProcessEntry[]): void {
    const { clock, realClock } = this.options;
    const cpuSeconds = all.every((entry) => entry.cpuSeconds !== undefined)
      ? all.reduce((sum, entry) => sum + (entry.cpuSeconds ?? 0), 0)
      : undefined;
    this.usage.add({
      at: clock.now(),
      realMs: realClock.now().getTime(),
      memoryBytes,
      cpuSeconds,
    });
  }

  private exit(): RunExit {
    this.noteLogSize();
    const exitCode = readExit(this.folders)?.exitCode ?? killedExitCode;
    return { exitCode, at: this.options.clock.now(), outOfMemory: this.outOfMemory };
  }

  /** Nobody is told when a process ends that is not one's own child. */
  private poll(end: () => void): void {
    if (!isLauncher(findProcess(this.options.launcherPid), this.folders.folder)) {
      end();
      return;
    }
    const { realClock } = this.options;
    this.cancelPoll = realClock.callAt(new Date(realClock.now().getTime() + pollMs), () => {
      this.poll(end);
    });
  }
}
