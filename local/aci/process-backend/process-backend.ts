import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { SystemClock, type Clock } from '../../support/clock.ts';
import type {
  ContainerBackend,
  ExitListener,
  ImageCheck,
  LogOptions,
  PrepareResult,
  ProbeResult,
  PullResult,
  RunExit,
  RunFate,
  RunKey,
  RunSpec,
  StartResult,
} from '../container-groups/container-backend.ts';
import { containerEnvironment, systemPath, type TrustFiles } from './container-environment.ts';
import { findProgram } from './find-program.ts';
import type { ImageMap } from './image-map.ts';
import { launch } from './launch.ts';
import { LogTimes } from './log-times.ts';
import { listProcesses } from './process-table.ts';
import { lastLines, readEnd } from './read-log.ts';
import { claimRun, modifiedAt, readExit, readLauncher } from './run-files.ts';
import { groupFolder, makeRunFolder, runFolder, type RunFolder } from './run-folder.ts';
import { endProcesses } from './run-processes.ts';
import { RunWatch } from './run-watch.ts';

interface ProcessBackendOptions {
  readonly images: ImageMap;
  /** Where runs keep their files. */
  readonly folder: string;
  /** Gives the times of what happens; processes themselves take real time. */
  readonly clock: Clock;
  readonly killGraceMs: number;
  readonly trust?: TrustFiles | undefined;
}

interface Launcher {
  readonly startedAt: Date;
  readonly launcherPid: number;
  readonly child?: ChildProcess;
}

const sampleMs = 500;

/** Runs containers as processes of this machine, which go on when the emulator dies. No isolation: README.md says what that means. */
export class ProcessBackend implements ContainerBackend {
  readonly kind = 'process';
  readonly operatingSystems = ['Linux'] as const;
  private readonly options: ProcessBackendOptions;
  private readonly realClock = new SystemClock();
  private readonly watches = new Map<string, RunWatch>();
  /** The newest run of each container, also when it has ended: when its log grew is asked for later. */
  private readonly newest = new Map<string, RunWatch>();
  private readonly hurry = new AbortController();
  private listener: ExitListener = () => undefined;
  private cancelSample: () => void = () => undefined;

  constructor(options: ProcessBackendOptions) {
    this.options = options;
  }

  checkImage(image: string): Promise<ImageCheck> {
    return Promise.resolve(this.options.images.find(image) ? 'present' : 'inaccessible');
  }

  pullImage(): Promise<PullResult> {
    return Promise.resolve({ result: 'pulled', sizeBytes: 0 });
  }

  listImages(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  prepareGroup(): Promise<PrepareResult> {
    return Promise.resolve({ result: 'ready', ipAddress: '127.0.0.1' });
  }

  exec(): Promise<Duplex> {
    return Promise.reject(new Error('to come'));
  }

  attach(): Promise<Duplex> {
    return Promise.reject(new Error('to come'));
  }

  probe(): Promise<ProbeResult> {
    return Promise.reject(new Error('to come'));
  }

  addressOf(_groupUid: string, port: number): Promise<{ hostname: string; port: number }> {
    return Promise.resolve({ hostname: '127.0.0.1', port });
  }

  onExit(listener: ExitListener): void {
    this.listener = listener;
  }

  async start(run: RunSpec): Promise<StartResult> {
    const folders = this.foldersOf(run);
    const image = this.options.images.find(run.image);
    if (!image) return { result: 'failed', message: `Failed to pull image "${run.image}"` };
    if (!existsSync(image.folder)) return { result: 'failed', message: noFolder(image.folder) };
    const environment = containerEnvironment({
      environment: run.environment,
      folders,
      trust: this.options.trust,
    });
    const [program = '', ...args] = run.command.length > 0 ? run.command : image.entrypoint;
    const searchPath = environment['PATH'] ?? systemPath;
    const file = findProgram(program, { searchPath, cwd: image.folder });
    if (!file) return { result: 'failed', message: notFound(program) };
    await makeRunFolder(folders);
    const command = [file, ...args];
    const launched = await launch({ command, cwd: image.folder, environment, folders });
    if (launched instanceof Error) return { result: 'failed', message: failure(launched.message) };
    const at = this.options.clock.now();
    this.watch(run, { startedAt: at, launcherPid: launched.pid ?? 0, child: launched });
    return { result: 'started', at };
  }

  async recover(run: RunSpec): Promise<RunFate> {
    const folders = this.foldersOf(run);
    if (claimRun(folders)) return { fate: 'absent' };
    const launcher = await readLauncher(folders, this.realClock);
    if (launcher.isRunning) {
      this.watch(run, { startedAt: launcher.since, launcherPid: launcher.pid });
      return { fate: 'running', since: launcher.since };
    }
    await this.end(folders.folder, 0);
    const exit = readExit(folders);
    return exit
      ? { fate: 'exited', since: launcher.since, ...exit, outOfMemory: false }
      : { fate: 'lost' };
  }

  async kill(run: RunKey): Promise<void> {
    this.unwatch(run);
    await this.end(this.foldersOf(run).folder, this.options.killGraceMs);
  }

  async readLog(run: RunKey, { maxBytes, maxLines, timestamps }: LogOptions): Promise<string> {
    const { logFile } = this.foldersOf(run);
    const end = lastLines(await readEnd(logFile, maxBytes), maxLines);
    if (!timestamps) return end.text;
    const watch = this.newest.get(containerOf(run));
    const times = watch?.run.run === run.run ? watch.times : new LogTimes(modifiedAt(logFile));
    return times.stamp(end);
  }

  async removeGroup(groupUid: string): Promise<void> {
    for (const [name, watch] of this.newest) {
      if (watch.run.groupUid !== groupUid) continue;
      this.unwatch(watch.run);
      this.newest.delete(name);
    }
    const folder = groupFolder(this.options.folder, groupUid);
    await this.end(folder, this.options.killGraceMs);
    await rm(folder, { recursive: true, force: true });
  }

  async removeUnknown(isKnown: (groupUid: string) => boolean): Promise<void> {
    const present = await readdir(this.options.folder).catch(() => []);
    const unknown = present.filter((uid) => !isKnown(uid));
    await Promise.all(unknown.map((uid) => this.removeGroup(uid)));
  }

  async close(): Promise<void> {
    this.hurry.abort();
    this.cancelSample();
    const runs = [...this.watches.values()];
    for (const watch of runs) {
      this.unwatch(watch.run);
      // First of all, so that it can not record its program's death as an exit: the run counts as interrupted.
      watch.killLauncher();
    }
    await Promise.all(runs.map(({ folders }) => this.end(folders.folder, 0)));
  }

  private foldersOf(run: RunKey): RunFolder {
    return runFolder(this.options.folder, run);
  }

  private end(folder: string, graceMs: number): Promise<void> {
    const { realClock: clock, hurry } = this;
    return endProcesses({ folder, graceMs, clock, hurry: hurry.signal });
  }

  private watch(run: RunSpec, launcher: Launcher): void {
    const { clock } = this.options;
    const folders = this.foldersOf(run);
    const watch = new RunWatch({ run, folders, ...launcher, clock, realClock: this.realClock });
    this.watches.set(nameOf(run), watch);
    this.newest.set(containerOf(run), watch);
    watch.onEnd((exit) => void this.ended(watch, exit));
    if (this.watches.size === 1) this.sample();
  }

  /** One look at the process table serves all runs. */
  private sample(): void {
    this.cancelSample();
    if (this.watches.size === 0) return;
    const processes = listProcesses();
    for (const watch of this.watches.values()) watch.sample(processes);
    const next = new Date(this.realClock.now().getTime() + sampleMs);
    this.cancelSample = this.realClock.callAt(next, () => {
      this.sample();
    });
  }

  private async ended(watch: RunWatch, exit: RunExit): Promise<void> {
    await this.end(watch.folders.folder, 0);
    if (!this.watches.delete(nameOf(watch.run))) return;
    this.listener(watch.run, exit);
  }

  private unwatch(run: RunKey): void {
    this.watches.get(nameOf(run))?.stop();
    this.watches.delete(nameOf(run));
  }
}

function containerOf({ groupUid, container }: RunKey): string {
  return `${groupUid}/${container}`;
}

function nameOf({ groupUid, container, run }: RunKey): string {
  return `${groupUid}/${container}/${String(run)}`;
}

/** As runc says it. */
function notFound(program: string): string {
  return failure(`exec: "${program}": executable file not found in $PATH: unknown`);
}

function noFolder(folder: string): string {
  return failure(`the folder of its image is missing: ${folder}`);
}

function failure(reason: string): string {
  return `Error: Failed to start container: unable to start container process: ${reason}`;
}
