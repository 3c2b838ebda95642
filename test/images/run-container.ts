import { imageName } from '../../scripts/images/build-image.ts';
import { Engine, textOf, valueOf } from '../../scripts/images/engine.ts';

export interface ContainerRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A container that may do less than ACI's: no capabilities, and nothing of its files can be written. */
export class Container {
  private readonly engine: Engine;
  private readonly id: string;

  private constructor(engine: Engine, id: string) {
    this.engine = engine;
    this.id = id;
  }

  /** Starts the image's own program, or `command`, with the network of this machine. */
  static async start(
    image: string,
    environment: Readonly<Record<string, string>>,
    command?: readonly string[],
  ): Promise<Container> {
    const engine = await Engine.find();
    if (!engine) throw new Error('the engine does not answer any more');
    const limit = (Name: string, count: number): object => ({ Name, Soft: count, Hard: count });
    const body = {
      Image: imageName(image),
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      ...(command && { Cmd: command }),
      HostConfig: {
        NetworkMode: 'host',
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        // Podman's own limits may be above those of the user that runs it; soft and hard have to be equal for 4.3.
        Ulimits: [limit('nofile', 1024), limit('nproc', 4096)],
      },
    };
    const id = textOf(await engine.ask('/containers/create', { method: 'POST', body }), 'Id');
    const container = new Container(engine, id);
    await engine.ask(`/containers/${id}/start`, { method: 'POST' });
    return container;
  }

  async ended(): Promise<ContainerRun> {
    const answer = await this.engine.ask(`/containers/${this.id}/wait`, { method: 'POST' });
    const { stdout, stderr } = await this.output();
    return { exitCode: Number(valueOf(answer, 'StatusCode')), stdout, stderr };
  }

  /** What it wrote until now. */
  async output(): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const query = { stdout: '1', stderr: '1' };
    return demultiplex(await this.engine.bytes(`/containers/${this.id}/logs`, { query }));
  }

  /** Asks it to end, and lets it be killed after a minute. */
  async stop(): Promise<void> {
    await this.engine.ask(`/containers/${this.id}/stop`, { method: 'POST', query: { t: '60' } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const query = { force: '1' };
    await this.engine.ask(`/containers/${this.id}`, { method: 'DELETE', query });
  }
}

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach */
function demultiplex(frames: Buffer): { stdout: string; stderr: string } {
  const streams: Buffer[][] = [[], [], []];
  for (let at = 0; at < frames.length;) {
    const end = at + 8 + frames.readUInt32BE(at + 4);
    streams[frames[at] ?? 1]?.push(frames.subarray(at + 8, end));
    at = end;
  }
  const [, stdout = '', stderr = ''] = streams.map((parts) => Buffer.concat(parts).toString());
  return { stdout, stderr };
}
