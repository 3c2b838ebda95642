import path from 'node:path';
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
  RunFate,
  RunKey,
  RunSpec,
  SharedParts,
  StartResult,
  TerminalSize,
  UsageMinute,
} from '../container-groups/container-backend.ts';
import type { RegistryCredential } from '../model/group-spec.ts';
import type { TrustFiles } from '../process-backend/container-environment.ts';
import { readContainerLog } from './container-log.ts';
import { Containers } from './containers.ts';
import { exitOf, serviceTime, shiftMs } from './engine-time.ts';
import type { Engine } from './find-engine.ts';
import { GroupStore } from './group-store.ts';
import { Images } from './images.ts';
import { emulatorId, labels, nameOf, runOf } from './labels.ts';
import type { ContainerDetails } from './replies.ts';
import { runBody } from './run-body.ts';
import { hasEnded, RunWatch } from './run-watch.ts';
import { SampledUsage } from './sampled-usage.ts';
import { SharedGroups, type PreparedGroup } from './shared-groups.ts';
import { StackAccess } from './stack-access.ts';
import { followOutput, runProbe, startTerminal } from './terminals.ts';

export interface EngineBackendOptions {
  readonly engine: Engine;
  /** Where groups keep what is not in the engine; `azure-files/{account}/{share}` in it are the shares. */
  readonly dataFolder: string;
  /** Gives the times of what happens; containers themselves take real time. */
  readonly clock: Clock;
  readonly killGraceMs: number;
  readonly trust?: TrustFiles | undefined;
  /** Ports of this machine's loopback that containers may reach. */
  readonly stackPorts: readonly number[];
  /** Whether images may come from registries. */
  readonly pull?: boolean;
  /** Folders that gitRepo volumes may be cloned from. */
  readonly gitFolders?: readonly string[];
}

/** Runs containers by the Docker Engine API, with Docker or Podman. They go on when the emulator dies, and are found again. */
export class EngineBackend implements ContainerBackend {
  readonly kind = 'engine';
  readonly name: string;
  readonly operatingSystems = ['Linux'] as const;
  private readonly options: EngineBackendOptions;
  private readonly emulator: string;
  private readonly realClock = new SystemClock();
  private readonly containers: Containers;
  private readonly images: Images;
  private readonly usages: SampledUsage;
  private readonly stack: StackAccess;
  private readonly store: GroupStore;
  private readonly groups: SharedGroups;
  private readonly watches = new Map<string, RunWatch>();
  private readonly hurry = new AbortController();
  private listener: ExitListener = () => undefined;

  constructor(options: EngineBackendOptions) {
    const { engine, dataFolder, stackPorts, gitFolders = [], pull = true } = options;
    this.options = options;
    this.name = `${engine.isPodman ? 'Podman' : 'Docker'} ${engine.info.ServerVersion}`;
    this.emulator = emulatorId(path.join(dataFolder, 'engine'));
    this.containers = new Containers(engine, this.emulator);
    this.images = new Images(engine, pull);
    this.usages = new SampledUsage(this.containers, options.clock, this.hurry.signal);
    this.store = new GroupStore(path.join(dataFolder, 'engine', 'groups'));
    const parts = { engine, emulator: this.emulator, containers: this.containers };
    this.stack = new StackAccess({ ...parts, ports: stackPorts });
    this.groups = new SharedGroups({
      ...parts,
      store: this.store,
      stack: this.stack,
      volumes: {
        folder: path.join(dataFolder, 'volumes'),
        azureFilesFolder: path.join(dataFolder, 'azure-files'),
        gitFolders,
      },
    });
  }

  /** Whether the engine has it already. */
  async hasImage(image: string): Promise<boolean> {
    return (await this.images.find(image)) !== undefined;
  }

  checkImage(image: string, credentials: readonly RegistryCredential[]): Promise<ImageCheck> {
    return this.images.check(image, credentials);
  }

  pullImage(image: string, credentials: readonly RegistryCredential[]): Promise<PullResult> {
    return this.images.pull(image, credentials);
  }

  listImages(): Promise<readonly string[]> {
    return this.images.list();
  }

  onExit(listener: ExitListener): void {
    this.listener = listener;
  }

  prepareGroup(parts: SharedParts): Promise<PrepareResult> {
    return this.groups.prepare(parts);
  }

  async start(run: RunSpec): Promise<StartResult> {
    try {
      const group = await this.groups.get(run.groupUid);
      const id = await this.startIn(group, run).catch(async (error: unknown) => {
        if (await this.groups.isHolderRunning(group)) throw error;
        return this.startIn(await this.groups.prepareAgain(group.parts), run);
      });
      const at = this.options.clock.now();
      this.watch(run, id);
      void this.removeEarlier(run);
      return { result: 'started', at };
    } catch (error) {
      return { result: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  async recover(run: RunSpec): Promise<RunFate> {
    const id = await this.idOf(run);
    const details = id === undefined ? undefined : await this.containers.inspect(id);
    if (!details) return { fate: 'absent' };
    const { Status, StartedAt } = details.State;
    const since = serviceTime(StartedAt, this.options.clock, this.realClock);
    if (Status === 'created' || Status === 'configured') {
      // So that it never begins.
      await this.containers.remove(details.Id);
      return { fate: 'absent' };
    }
    if (!hasEnded(details)) {
      this.watch(run, details.Id);
      return { fate: 'running', since };
    }
    if (this.store.wasTakenDown(run)) return { fate: 'lost' };
    return { fate: 'exited', since, ...this.exitOf(details) };
  }

  async kill(run: RunKey): Promise<void> {
    this.unwatch(run);
    const id = await this.idOf(run);
    if (id !== undefined) await this.end(id);
  }

  async readLog(run: RunKey, options: LogOptions): Promise<string> {
    const id = await this.idOf(run);
    if (id === undefined) return '';
    const shift = shiftMs(this.options.clock, this.realClock);
    return readContainerLog(this.options.engine.client, id, options, shift);
  }

  usage(run: RunKey): readonly UsageMinute[] {
    return this.usages.of(run);
  }

  async exec(run: RunKey, command: readonly string[], size: TerminalSize): Promise<Duplex> {
    const id = await this.runningId(run);
    return startTerminal(this.options.engine.client, { id, command, size, clock: this.realClock });
  }

  async attach(run: RunKey): Promise<Duplex> {
    return followOutput(this.options.engine.client, await this.runningId(run));
  }

  async probe(run: RunKey, command: readonly string[], timeoutMs: number): Promise<ProbeResult> {
    const id = await this.idOf(run).catch(() => undefined);
    if (id === undefined) return { succeeded: false, output: 'the container does not run' };
    const { client } = this.options.engine;
    return runProbe(client, { id, command, timeoutMs, clock: this.realClock });
  }

  addressOf(groupUid: string, port: number): Promise<{ hostname: string; port: number }> {
    return this.groups.addressOf(groupUid, port);
  }

  async removeGroup(groupUid: string): Promise<void> {
    for (const { run } of this.watches.values()) if (run.groupUid === groupUid) this.unwatch(run);
    const all = await this.containers.list({ groupUid });
    const members = all.filter((container) => runOf(container));
    await Promise.all(
      members.map(async ({ Id, State }) => {
        if (State === 'running') await this.end(Id);
        await this.containers.remove(Id);
      }),
    );
    // Last, because Podman removes no network that another container has.
    for (const { Id } of all.filter((container) => !runOf(container))) {
      await this.containers.remove(Id);
    }
    await this.groups.remove(groupUid);
  }

  async removeUnknown(isKnown: (groupUid: string) => boolean): Promise<void> {
    const containers = await this.containers.list();
    const present = containers.flatMap(({ Labels }) => Labels?.[labels.group] ?? []);
    const all = new Set([...present, ...(await this.groups.list())]);
    await Promise.all([...all].filter((uid) => !isKnown(uid)).map((uid) => this.removeGroup(uid)));
  }

  async close(): Promise<void> {
    this.hurry.abort();
    for (const { run } of this.watches.values()) this.unwatch(run);
    const running = (await this.containers.list()).filter(({ State }) => State === 'running');
    // Before any of them ends: that it has ended is the emulator's doing.
    for (const run of running.map(runOf)) if (run) this.store.markTakenDown(run);
    await Promise.all(running.map(({ Id }) => this.end(Id)));
    await this.stack.close();
  }

  private async startIn(group: PreparedGroup, run: RunSpec): Promise<string> {
    const { engine, trust } = this.options;
    const image = (await this.images.find(run.image))?.name;
    if (image === undefined) throw new Error(`Failed to pull image "${run.image}"`);
    const parts = { engine, emulator: this.emulator, stack: this.stack, trust };
    const body = await runBody(run, { group, image }, parts);
    const { groupUid, container } = run;
    const name = `aci_${group.parts.groupName}_${container}_${String(run.run)}_${groupUid}`;
    const id = await this.containers.create(name, body);
    try {
      await this.containers.start(id);
      return id;
    } catch (error) {
      await this.containers.remove(id);
      throw error;
    }
  }

  /** A container that is started again begins empty, and only its newest log can be read. */
  private async removeEarlier({ groupUid, container, run }: RunKey): Promise<void> {
    if (run <= 1) return;
    try {
      const all = await this.containers.list({ groupUid, container });
      const earlier = all.filter((one) => (runOf(one)?.run ?? run) < run);
      for (const { Id } of earlier) await this.containers.remove(Id);
    } catch (error) {
      console.error(`aci: what is left of earlier runs of ${container}:`, error);
    }
  }

  private watch(run: RunKey, id: string): void {
    const { containers, realClock } = this;
    const { groupUid, container, run: count } = run;
    const key = { groupUid, container, run: count };
    const watch = new RunWatch({
      run: key,
      id,
      containers,
      realClock,
      exitOf: (details) => this.exitOf(details),
    });
    this.watches.set(nameOf(key), watch);
    this.usages.begin();
    void watch.follow((exit) => {
      this.watches.delete(nameOf(key));
      this.listener(key, exit);
    });
  }

  private unwatch(run: RunKey): void {
    this.watches.get(nameOf(run))?.stop();
    this.watches.delete(nameOf(run));
  }

  private async idOf(run: RunKey): Promise<string | undefined> {
    const watched = this.watches.get(nameOf(run));
    return watched?.id ?? (await this.containers.list(run))[0]?.Id;
  }

  private async runningId(run: RunKey): Promise<string> {
    const id = await this.idOf(run);
    const details = id === undefined ? undefined : await this.containers.inspect(id);
    if (details?.State.Status === 'running') return details.Id;
    throw new Error(`container ${run.container} does not run`);
  }

  private end(id: string): Promise<void> {
    const { killGraceMs: graceMs } = this.options;
    return this.containers.end(id, { graceMs, clock: this.realClock, hurry: this.hurry.signal });
  }

  private exitOf(details: ContainerDetails | undefined) {
    const { engine, clock } = this.options;
    return exitOf(details, { engine, clock, realClock: this.realClock });
  }
}
