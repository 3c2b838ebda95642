import type { Duplex } from 'node:stream';
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
} from './container-groups/container-backend.ts';
import type { EngineBackend } from './engine-backend/engine-backend.ts';
import type { RegistryCredential } from './model/group-spec.ts';
import type { ImageMap } from './process-backend/image-map.ts';
import type { ProcessBackend } from './process-backend/process-backend.ts';

interface AutoBackendOptions {
  readonly engine: EngineBackend;
  readonly processes: ProcessBackend;
  readonly images: ImageMap;
}

/**
 * Real containers for every image that the engine has or can pull, processes for groups of mapped images that nobody has
 * built: what runs without an engine runs with one. A group is on one of them for as long as it lives.
 */
export class AutoBackend implements ContainerBackend {
  readonly kind = 'engine';
  readonly name: string;
  readonly operatingSystems = ['Linux'] as const;
  private readonly options: AutoBackendOptions;

  constructor(options: AutoBackendOptions) {
    this.options = options;
    this.name = `${options.engine.name}, and the ${options.processes.name} for images that are not built`;
  }

  async checkImage(image: string, credentials: readonly RegistryCredential[]): Promise<ImageCheck> {
    const { images, engine } = this.options;
    return images.find(image) ? 'present' : engine.checkImage(image, credentials);
  }

  async pullImage(image: string, credentials: readonly RegistryCredential[]): Promise<PullResult> {
    const { images, engine, processes } = this.options;
    return images.find(image) ? processes.pullImage(image) : engine.pullImage(image, credentials);
  }

  async listImages(): Promise<readonly string[]> {
    const { engine, processes } = this.options;
    return [...new Set([...(await engine.listImages()), ...(await processes.listImages())])];
  }

  onExit(listener: ExitListener): void {
    this.options.engine.onExit(listener);
    this.options.processes.onExit(listener);
  }

  async prepareGroup(parts: SharedParts): Promise<PrepareResult> {
    const { engine, processes } = this.options;
    if (processes.hasGroup(parts.groupUid)) return processes.prepareGroup(parts);
    const isForProcesses = await this.isForProcesses(parts.images);
    return (isForProcesses ? processes : engine).prepareGroup(parts);
  }

  start(run: RunSpec): Promise<StartResult> {
    return this.of(run.groupUid).start(run);
  }

  recover(run: RunSpec): Promise<RunFate> {
    return this.of(run.groupUid).recover(run);
  }

  kill(run: RunKey): Promise<void> {
    return this.of(run.groupUid).kill(run);
  }

  readLog(run: RunKey, options: LogOptions): Promise<string> {
    return this.of(run.groupUid).readLog(run, options);
  }

  usage(run: RunKey): readonly UsageMinute[] {
    return this.of(run.groupUid).usage(run);
  }

  exec(run: RunKey, command: readonly string[], size: TerminalSize): Promise<Duplex> {
    return this.of(run.groupUid).exec(run, command, size);
  }

  attach(run: RunKey): Promise<Duplex> {
    return this.of(run.groupUid).attach(run);
  }

  probe(run: RunKey, command: readonly string[], timeoutMs: number): Promise<ProbeResult> {
    return this.of(run.groupUid).probe(run, command, timeoutMs);
  }

  addressOf(groupUid: string, port: number): Promise<{ hostname: string; port: number }> {
    return this.of(groupUid).addressOf(groupUid, port);
  }

  async removeGroup(groupUid: string): Promise<void> {
    await this.of(groupUid).removeGroup(groupUid);
  }

  async removeUnknown(isKnown: (groupUid: string) => boolean): Promise<void> {
    await this.options.engine.removeUnknown(isKnown);
    await this.options.processes.removeUnknown(isKnown);
  }

  async close(): Promise<void> {
    await Promise.all([this.options.engine.close(), this.options.processes.close()]);
  }

  private of(groupUid: string): EngineBackend | ProcessBackend {
    const { engine, processes } = this.options;
    return processes.hasGroup(groupUid) ? processes : engine;
  }

  /** All of its images can be processes, and the engine lacks one of them. */
  private async isForProcesses(images: readonly string[]): Promise<boolean> {
    if (!images.every((image) => this.options.images.find(image))) return false;
    const checks = await Promise.all(images.map((image) => this.options.engine.hasImage(image)));
    return !checks.every((isPresent) => isPresent);
  }
}
