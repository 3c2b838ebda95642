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
  SharedParts,
  StartResult,
  TerminalSize,
  UsageMinute,
} from '../container-groups/container-backend.ts';
import {
  groupsWithVolumes,
  prepareVolumes,
  removeVolumes,
  type VolumeOptions,
} from '../volumes/prepare-volumes.ts';
import { AttachedRun } from './attached-run.ts';
import type { TrustFiles } from './container-environment.ts';
import type { ImageMap } from './image-map.ts';
import { launch } from './launch.ts';
import { LogTimes } from './log-times.ts';
import { linkVolumes, mountVolumes } from './mount-volumes.ts';
import { openTerminal } from './open-terminal.ts';
import { lastLines, readEnd } from './read-log.ts';
import { resolveCommand, runContext, startFailure, type RunContext } from './run-context.ts';
import { claimRun, modifiedAt, readExit, readLauncher } from './run-files.ts';
import {
  groupFolder,
  makeRunFolder,
  runFolder,
  volumeLinks,
  type RunFolder,
} from './run-folder.ts';
import { runProbe } from './run-probe.ts';
import { endProcesses } from './run-processes.ts';
import { RunStreams } from './run-streams.ts';
import type { RunWatch } from './run-watch.ts';
import { RunWatches } from './run-watches.ts';

interface ProcessBackendOptions {
  readonly images: ImageMap;
  /** Where runs keep their files. */
  readonly folder: string;
  readonly volumes: VolumeOptions;
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

/** Runs containers as processes of this machine, which go on when the emulator dies. No isolation: README.md says what that means. */
export class ProcessBackend implements ContainerBackend {
  readonly kind = 'process';
  readonly name = 'process backend';
  readonly operatingSystems = ['Linux'] as const;
  private readonly options: ProcessBackendOptions;
  private readonly realClock = new SystemClock();
  private readonly watches: RunWatches;
  private readonly terminals = new RunStreams();
  private readonly attached = new RunStreams();
  private readonly hurry = new AbortController();
  private listener: ExitListener = () => undefined;

  constructor(options: ProcessBackendOptions) {
    this.options = options;
    this.watches = new RunWatches({ clock: options.clock, realClock: this.realClock });
  }

  /** Whether the group was prepared here and not removed since. */
  hasGroup(groupUid: string): boolean {
    return existsSync(groupFolder(this.options.folder, groupUid));
  }

  checkImage(image: string): Promise<ImageCheck> {
    return Promise.resolve(this.options.images.find(image) ? 'present' : 'inaccessible');
  }

  pullImage(image: string): Promise<PullResult> {
    return Promise.resolve(
      this.options.images.find(image)
        ? { result: 'pulled', sizeBytes: 0 }
        : { result: 'failed', message: `Failed to pull image "${image}"` },
    );
  }

  listImages(): Promise<readonly string[]> {
    return Promise.resolve(this.options.images.names());
  }

  /** Ports are the machine's: there is nothing to prepare for them. */
  async prepareGroup(parts: SharedParts): Promise<PrepareResult> {
    const prepared = await prepareVolumes(parts, this.options.volumes);
    if (prepared.result === 'mountFailed') return prepared;
    await linkVolumes(volumeLinks(this.options.folder, parts.groupUid), prepared.hostPaths);
    return { result: 'ready', ipAddress: '127.0.0.1' };
  }

  addressOf(_groupUid: string, port: number): Promise<{ hostname: string; port: number }> {
    return Promise.resolve({ hostname: '127.0.0.1', port });
  }

  onExit(listener: ExitListener): void {
    this.listener = listener;
  }

  async start(run: RunSpec): Promise<StartResult> {
    try {
      const folders = this.foldersOf(run);
      const context = this.contextOf(run);
      const command = commandOf(run, context);
      await makeRunFolder(folders);
      await mountVolumes(run.mounts, volumeLinks(this.options.folder, run.groupUid), folders);
      const child = await launch({ ...context, command, folders });
      const at = this.options.clock.now();
      this.watch(run, { startedAt: at, launcherPid: child.pid ?? 0, child });
      return { result: 'started', at };
    } catch (error) {
      return { result: 'failed', message: reasonOf(error) };
    }
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
    this.watches.remove(run);
    await this.endRun(run, this.options.killGraceMs);
  }

  async readLog(run: RunKey, { maxBytes, maxLines, timestamps }: LogOptions): Promise<string> {
    const { logFile } = this.foldersOf(run);
    const end = lastLines(await readEnd(logFile, maxBytes), maxLines);
    if (!timestamps) return end.text;
    const times = this.watches.findNewest(run)?.times ?? new LogTimes(modifiedAt(logFile));
    return times.stamp(end);
  }

  usage(run: RunKey): readonly UsageMinute[] {
    return this.watches.findNewest(run)?.usage.list() ?? [];
  }

  async exec(run: RunKey, command: readonly string[], size: TerminalSize): Promise<Duplex> {
    const context = this.contextOf(this.running(run).run);
    try {
      const { stream, end } = await openTerminal(command, context, size);
      this.terminals.add(run, stream, end);
      // Whoever ended the run in the meantime did not know of it.
      if (!this.watches.find(run)) end();
      return stream;
    } catch (error) {
      throw execFailure(error);
    }
  }

  async attach(run: RunKey): Promise<Duplex> {
    const stream = await AttachedRun.open(this.running(run).folders, this.realClock);
    const finish = (): void => {
      stream.finish();
    };
    this.attached.add(run, stream, finish);
    if (!this.watches.find(run)) finish();
    return stream;
  }

  async probe(run: RunKey, command: readonly string[], timeoutMs: number): Promise<ProbeResult> {
    try {
      const context = this.contextOf(this.running(run).run);
      return await runProbe(command, context, { timeoutMs, clock: this.realClock });
    } catch (error) {
      return { succeeded: false, output: reasonOf(error) };
    }
  }

  async removeGroup(groupUid: string): Promise<void> {
    const removed = this.watches.removeGroup(groupUid);
    for (const { run } of removed) this.terminals.end(run);
    const folder = groupFolder(this.options.folder, groupUid);
    await this.end(folder, this.options.killGraceMs);
    for (const { run } of removed) this.attached.end(run);
    await rm(folder, { recursive: true, force: true });
    await removeVolumes(groupUid, this.options.volumes);
  }

  async removeUnknown(isKnown: (groupUid: string) => boolean): Promise<void> {
    const present = await readdir(this.options.folder).catch(() => []);
    const withVolumes = await groupsWithVolumes(this.options.volumes);
    const unknown = [...present, ...withVolumes].filter((uid) => !isKnown(uid));
    await Promise.all([...new Set(unknown)].map((uid) => this.removeGroup(uid)));
  }

  async close(): Promise<void> {
    this.hurry.abort();
    this.watches.close();
    const runs = this.watches.all();
    for (const watch of runs) {
      this.watches.remove(watch.run);
      // First of all, so that it can not record its program's death as an exit: the run counts as interrupted.
      watch.killLauncher();
    }
    await Promise.all(runs.map(({ run }) => this.endRun(run, 0)));
  }

  private foldersOf(run: RunKey): RunFolder {
    return runFolder(this.options.folder, run);
  }

  private contextOf(run: RunSpec): RunContext {
    const { images, trust } = this.options;
    return runContext(run, { images, trust, folders: this.foldersOf(run) });
  }

  private running(run: RunKey): RunWatch {
    const watch = this.watches.find(run);
    if (!watch) throw new Error(`the container '${run.container}' is not running`);
    return watch;
  }

  /** Those who are attached see what the run writes to its very end. */
  private async endRun(run: RunKey, graceMs: number): Promise<void> {
    this.terminals.end(run);
    await this.end(this.foldersOf(run).folder, graceMs);
    this.attached.end(run);
  }

  private end(folder: string, graceMs: number): Promise<void> {
    const { realClock: clock, hurry } = this;
    return endProcesses({ folder, graceMs, clock, hurry: hurry.signal });
  }

  private watch(run: RunSpec, launcher: Launcher): void {
    const watch = this.watches.add({ run, folders: this.foldersOf(run), ...launcher });
    watch.onEnd((exit) => void this.ended(run, exit));
  }

  private async ended(run: RunSpec, exit: RunExit): Promise<void> {
    await this.endRun(run, 0);
    if (this.watches.remove(run)) this.listener(run, exit);
  }
}

function commandOf(run: RunSpec, context: RunContext): readonly string[] {
  try {
    return resolveCommand(run.command.length > 0 ? run.command : context.entrypoint, context);
  } catch (error) {
    throw startFailure(reasonOf(error));
  }
}

/** As runc says it. */
function execFailure(error: unknown): Error {
  const reason = reasonOf(error);
  return new Error(
    `OCI runtime exec failed: exec failed: unable to start container process: ${reason}`,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
