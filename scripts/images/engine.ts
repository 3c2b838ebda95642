import type { Readable } from 'node:stream';
import { z } from 'zod';
import { EngineError, type EngineClient } from '../../local/aci/engine-backend/engine-client.ts';
import { findEngine } from '../../local/aci/engine-backend/find-engine.ts';

type Query = Readonly<Record<string, string | readonly string[]>>;

interface EngineImage {
  readonly id: string;
  /** None, when another image has taken over the last of them. */
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly labels: Readonly<Record<string, string>>;
}

const ImageDetails = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  Size: z.number(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});

const Step = z.looseObject({
  error: z.string().optional(),
  stream: z.string().optional(),
  status: z.string().optional(),
});
type Step = z.infer<typeof Step>;

/** What building images asks of Docker or Podman: https://docs.docker.com/reference/api/engine/ */
export class Engine {
  readonly client: EngineClient;

  private constructor(client: EngineClient) {
    this.client = client;
  }

  /** The engine of DOCKER_HOST if that is set, else one at the usual sockets. */
  static async find(): Promise<Engine | undefined> {
    const found = await findEngine();
    return found && new Engine(found.client);
  }

  /**
   * Calls for something that takes steps, and gives the last: an engine tells them by lines of JSON after it has
   * answered with success. Throws the error that one of them is, after the end of the output.
   */
  async follow(route: string, query: Query, body?: Readable): Promise<Step | undefined> {
    const path = `${route}?${parametersOf(query)}`;
    const text = await this.client.text({ method: 'POST', path, ...(body && { body }) });
    const lines = text.split('\n').filter((line) => line.trim());
    const steps = lines.map((line) => Step.parse(JSON.parse(line)));
    const error = steps.find((step) => step.error)?.error;
    if (error === undefined) return steps.at(-1);
    const output = steps.map(({ stream = '' }) => stream).join('');
    throw new Error([...output.trimEnd().split('\n').slice(-20), error].join('\n').trim());
  }

  /** What the engine has under a name, if anything. */
  async image(name: string): Promise<EngineImage | undefined> {
    const image = await this.client.find(ImageDetails, `/images/${name}/json`);
    return (
      image && {
        id: image.Id,
        names: image.RepoTags ?? [],
        sizeBytes: image.Size,
        labels: image.Config?.Labels ?? {},
      }
    );
  }

  async tag(id: string, query: Query): Promise<void> {
    await this.client.post(`/images/${id}/tag?${parametersOf(query)}`);
  }

  /** An image that containers use stays. */
  async removeImage(id: string): Promise<void> {
    try {
      await this.client.text({ method: 'DELETE', path: `/images/${id}` });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

function parametersOf(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) parameters.append(name, one);
  return parameters.toString();
}
