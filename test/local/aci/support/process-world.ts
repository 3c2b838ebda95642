import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import type {
  RunExit,
  RunKey,
  RunSpec,
} from '../../../../local/aci/container-groups/container-backend.ts';
import { ImageMap } from '../../../../local/aci/process-backend/image-map.ts';
import { ProcessBackend } from '../../../../local/aci/process-backend/process-backend.ts';
import { SystemClock } from '../../../../local/support/clock.ts';
import { image, shell } from './groups.ts';
import { makeImages } from './in-process.ts';

/** A process backend alone, in a folder of its own. */
export class ProcessWorld {
  readonly folder: string;
  readonly backend: ProcessBackend;
  private readonly exits: { readonly run: RunKey; readonly exit: RunExit }[] = [];

  private constructor(folder: string, imagesFile: string) {
    this.folder = folder;
    this.backend = new ProcessBackend({
      images: ImageMap.load(imagesFile),
      folder: path.join(folder, 'containers'),
      volumes: {
        folder: path.join(folder, 'volumes'),
        azureFilesFolder: path.join(folder, 'azure-files'),
        gitFolders: [],
      },
      clock: new SystemClock(),
      killGraceMs: 200,
    });
    this.backend.onExit((run, exit) => this.exits.push({ run, exit }));
  }

  static async make(): Promise<ProcessWorld> {
    const folder = await mkdtemp(path.join(tmpdir(), 'aci-world-'));
    return new ProcessWorld(folder, await makeImages(folder));
  }

  /** Another backend over the same files, as after a restart of the emulator. */
  again(): ProcessWorld {
    return new ProcessWorld(this.folder, path.join(this.folder, 'images.json'));
  }

  /** Starts a shell script as the only container of a group. */
  async run(groupUid: string, script: string, more: Partial<RunSpec> = {}): Promise<RunSpec> {
    const run = runOf(groupUid, script, more);
    const outcome = await this.backend.start(run);
    if (outcome.result === 'failed') throw new Error(outcome.message);
    return run;
  }

  /** How a run has ended by itself; undefined while it goes on. */
  exitOf({ groupUid, container, run }: RunKey): RunExit | undefined {
    return this.exits.find(
      ({ run: each }) =>
        each.groupUid === groupUid && each.container === container && each.run === run,
    )?.exit;
  }

  /** Resolves when a run has ended by itself. */
  async exit(run: RunKey): Promise<RunExit> {
    for (;;) {
      const exit = this.exitOf(run);
      if (exit) return exit;
      await soon();
    }
  }

  async log(run: RunKey): Promise<string> {
    const limits = { maxBytes: 4 * 1024 * 1024, maxLines: Number.MAX_SAFE_INTEGER };
    return this.backend.readLog(run, { ...limits, timestamps: false });
  }

  async end(): Promise<void> {
    await this.backend.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function runOf(groupUid: string, script: string, more: Partial<RunSpec> = {}): RunSpec {
  return {
    ...{ groupUid, container: 'main', run: 1, image, command: shell(script) },
    ...{ environment: [], mounts: [], cpuLimit: 1, memoryLimitBytes: 1e9 },
    ...more,
  };
}

/** All that has been shown on a terminal so far. */
export class Screen {
  private text = '';
  readonly ended: Promise<void>;

  constructor(stream: Duplex) {
    stream.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.ended = new Promise((resolve) => {
      stream.once('end', () => {
        resolve();
      });
    });
  }

  /** Resolves with the whole text when it has this in it. */
  async shows(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.text)) await soon();
    return this.text;
  }

  get all(): string {
    return this.text;
  }
}

export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await soon();
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
