import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  RunExit,
  RunKey,
  RunSpec,
  SharedParts,
} from '../../../../../local/aci/container-groups/container-backend.ts';
import {
  EngineBackend,
  type EngineBackendOptions,
} from '../../../../../local/aci/engine-backend/engine-backend.ts';
import type { Engine } from '../../../../../local/aci/engine-backend/find-engine.ts';
import { SystemClock } from '../../../../../local/support/clock.ts';
import { engineWithImages, testImage } from '../../../../support/container-engine.ts';

type Parts = Partial<Omit<SharedParts, 'groupUid'>>;

/** A backend on this machine's engine with a data folder of its own, and what a test needs to drive it. */
export class BackendWorld {
  readonly engine: Engine;
  readonly dataFolder: string;
  readonly clock = new SystemClock();
  backend: EngineBackend;
  private readonly more: Partial<EngineBackendOptions>;
  private readonly exits = new Map<string, PromiseWithResolvers<RunExit>>();

  private constructor(engine: Engine, dataFolder: string, more: Partial<EngineBackendOptions>) {
    this.engine = engine;
    this.dataFolder = dataFolder;
    this.more = more;
    this.backend = this.newBackend();
  }

  static async open(more: Partial<EngineBackendOptions> = {}): Promise<BackendWorld> {
    const folder = await mkdtemp(path.join(tmpdir(), 'aci-engine-'));
    return new BackendWorld(await engineWithImages(), folder, more);
  }

  /** Another backend on the same data, as the next process of the emulator has it; the old one hears nothing any more. */
  restart(): void {
    this.backend.onExit(() => undefined);
    this.backend = this.newBackend();
  }

  async close(): Promise<void> {
    try {
      await this.backend.removeUnknown(() => false);
      await this.backend.close();
    } finally {
      await this.engine.client.close();
      await rm(this.dataFolder, { recursive: true, force: true });
    }
  }

  /** Prepares a group of its own and starts one container of it that runs this command. */
  async run(command: readonly string[], spec: Partial<RunSpec> = {}, parts: Parts = {}) {
    const groupUid = await this.prepare({ alone: true, ...parts });
    return this.start({ groupUid, command, ...spec });
  }

  async prepare(parts: Parts = {}): Promise<string> {
    const groupUid = randomUUID();
    const prepared = await this.backend.prepareGroup(partsOf(groupUid, parts));
    if (prepared.result !== 'ready') throw new Error(`${prepared.result}: ${prepared.message}`);
    return groupUid;
  }

  async start(spec: Partial<RunSpec> & { readonly groupUid: string }): Promise<RunKey> {
    const run = runSpec(spec);
    const started = await this.backend.start(run);
    if (started.result !== 'started') throw new Error(started.message);
    return { groupUid: run.groupUid, container: run.container, run: run.run };
  }

  /** How a run ended, when it has. */
  exit(run: RunKey): Promise<RunExit> {
    return this.exitOf(run).promise;
  }

  /** Its whole log once it has ended. */
  async output(run: RunKey): Promise<string> {
    await this.exit(run);
    return this.log(run);
  }

  log(run: RunKey): Promise<string> {
    const options = { maxBytes: 2 ** 22, maxLines: Number.MAX_SAFE_INTEGER, timestamps: false };
    return this.backend.readLog(run, options);
  }

  private exitOf(run: RunKey): PromiseWithResolvers<RunExit> {
    const name = JSON.stringify([run.groupUid, run.container, run.run]);
    const exit = this.exits.get(name) ?? Promise.withResolvers<RunExit>();
    this.exits.set(name, exit);
    return exit;
  }

  private newBackend(): EngineBackend {
    const { engine, dataFolder, clock } = this;
    const defaults = { killGraceMs: 0, stackPorts: [], pull: false };
    const backend = new EngineBackend({ engine, dataFolder, clock, ...defaults, ...this.more });
    backend.onExit((run, exit) => {
      this.exitOf(run).resolve(exit);
    });
    return backend;
  }
}

export function partsOf(groupUid: string, parts: Parts = {}): SharedParts {
  const nothing = { images: [], volumes: [], publicPorts: [], probedPorts: [] };
  return { groupUid, groupName: 'test-group', ...nothing, ...parts };
}

/** A run of `main` of the busybox image, within limits that it does not feel. */
export function runSpec(spec: Partial<RunSpec> & { readonly groupUid: string }): RunSpec {
  return {
    container: 'main',
    run: 1,
    image: testImage,
    command: [],
    environment: [],
    mounts: [],
    cpuLimit: 1,
    memoryLimitBytes: 2e8,
    ...spec,
  };
}

export function shell(script: string): string[] {
  return ['/bin/sh', '-c', script];
}
