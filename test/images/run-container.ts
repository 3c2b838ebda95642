import { imageName } from '../../scripts/images/build-image.ts';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { EngineClient } from '../../local/aci/engine-backend/engine-client.ts';
import { findEngine } from '../../local/aci/engine-backend/find-engine.ts';

export interface ContainerRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const Created = z.object({ Id: z.string() });
const Ended = z.object({ StatusCode: z.int() });

/** A container that may do less than ACI's: no capabilities, and nothing of its files can be written. */
export class Container {
  private readonly engine: EngineClient;
  private readonly id: string;

  private constructor(engine: EngineClient, id: string) {
    this.engine = engine;
    this.id = id;
  }

  /** Starts the image's own program, or `command`, with the network of this machine. */
  static async start(
    image: string,
    environment: Readonly<Record<string, string>>,
    command?: readonly string[],
  ): Promise<Container> {
    const engine = (await findEngine())?.client;
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
    const path = '/containers/create';
    const { Id } = await engine.json(Created, { method: 'POST', path, body });
    const container = new Container(engine, Id);
    await engine.post(`/containers/${Id}/start`);
    return container;
  }

  async ended(): Promise<ContainerRun> {
    const path = `/containers/${this.id}/wait`;
    const { StatusCode } = await this.engine.json(Ended, { method: 'POST', path });
    const { stdout, stderr } = await this.output();
    return { exitCode: StatusCode, stdout, stderr };
  }

  /** What it wrote until now. */
  async output(): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const path = `/containers/${this.id}/logs?stdout=1&stderr=1`;
    return demultiplex(await buffer((await this.engine.stream({ path })).body));
  }

  /** Asks it to end, and lets it be killed after a minute. */
  async stop(): Promise<void> {
    await this.engine.post(`/containers/${this.id}/stop?t=60`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.text({ method: 'DELETE', path: `/containers/${this.id}?force=1` });
    await this.engine.close();
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
