import { z } from 'zod';
import type { VirtualClock } from '../../../../local/support/clock.ts';

const Status = z.object({
  name: z.string(),
  instanceId: z.string(),
  runtimeStatus: z.string(),
  input: z.unknown(),
  customStatus: z.unknown(),
  output: z.unknown(),
  createdTime: z.string(),
  lastUpdatedTime: z.string(),
  historyEvents: z.array(z.record(z.string(), z.unknown())).optional(),
});
type Status = z.infer<typeof Status>;

const over = ['Completed', 'Failed', 'Terminated'];

/** Talks to the management API of an engine in this process. */
export class TestClient {
  private readonly fetch: (request: Request) => Promise<Response>;
  private readonly clock: VirtualClock;

  constructor(fetch: (request: Request) => Promise<Response>, clock: VirtualClock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return await this.fetch(
      new Request(`https://127.0.0.1:7071/durabletask/${path}`, {
        method,
        ...(text !== undefined && { body: text }),
        headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
      }),
    );
  }

  async start(name: string, input?: unknown, id = name): Promise<string> {
    const response = await this.call('POST', `orchestrators/${name}/${id}`, input);
    return z.object({ id: z.string() }).parse(await response.json()).id;
  }

  /** Runs it to its end, letting as much virtual time pass as that takes. */
  async run(name: string, input?: unknown, id = name): Promise<Status> {
    await this.start(name, input, id);
    return await this.end(id);
  }

  async end(id: string, limitMs = 10 * 24 * 60 * 60 * 1000): Promise<Status> {
    let status = await this.status(id);
    await this.clock.advance(0);
    for (let step = 1000; step <= limitMs; step *= 2) {
      status = await this.status(id);
      if (over.includes(status.runtimeStatus)) return status;
      await this.clock.advance(step);
    }
    throw new Error(`${id} is still ${status.runtimeStatus}.`);
  }

  async status(id: string): Promise<Status> {
    const query = 'showHistory=true&showHistoryOutput=true';
    const response = await this.call('GET', `instances/${id}?${query}`);
    return Status.parse(await response.json());
  }

  async raise(id: string, name: string, data: unknown): Promise<number> {
    const { status } = await this.call('POST', `instances/${id}/raiseEvent/${name}`, data);
    return status;
  }

  /** Lets everything happen that does not need time. */
  async settle(): Promise<void> {
    await this.clock.advance(0);
  }
}
