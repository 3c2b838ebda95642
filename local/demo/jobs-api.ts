import { z } from 'zod';
import type { Ready } from '../support/service.ts';

const Job = z.object({
  id: z.string(),
  name: z.string().optional(),
  trigger: z.string(),
  workload: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  phase: z.enum(['waiting', 'running', 'over']),
  outcome: z
    .object({
      status: z.string(),
      class: z.string().optional(),
      exitCode: z.int().optional(),
      message: z.string().optional(),
    })
    .optional(),
  tasks: z.object({ total: z.int(), running: z.int(), succeeded: z.int(), failed: z.int() }),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
  costUsd: z.number().optional(),
  output: z.unknown().optional(),
  results: z.array(z.string()),
  logs: z.array(z.string()),
});
export type Job = z.infer<typeof Job>;

const Page = z.object({ jobs: z.array(Job), continuation: z.string().optional() });

/** The app's own HTTP API, as anyone may call it. */
export class JobsApi {
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(ready: Ready) {
    this.url = `${ready['functions'] ?? ''}/api/jobs`;
    this.headers = { 'x-functions-key': ready['functionKey'] ?? '' };
  }

  /** The id of the job that was started; fails with the problem the API reports. */
  async post(spec: unknown, idempotencyKey?: string): Promise<string> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        ...this.headers,
        'content-type': 'application/json',
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      body: JSON.stringify(spec),
    });
    if (response.status !== 202) throw new Error(`POST /api/jobs: ${await response.text()}`);
    return Job.parse(await response.json()).id;
  }

  /** All of them, newest first, page after page. */
  async list(): Promise<Job[]> {
    const jobs: Job[] = [];
    let continuation: string | undefined;
    do {
      const query = continuation === undefined ? '' : `&continuation=${continuation}`;
      const response = await fetch(`${this.url}?limit=100${query}`, { headers: this.headers });
      const page = Page.parse(await response.json());
      jobs.push(...page.jobs);
      ({ continuation } = page);
    } while (continuation !== undefined);
    return jobs;
  }

  async get(id: string): Promise<Job> {
    const response = await fetch(`${this.url}/${id}`, { headers: this.headers });
    return Job.parse(await response.json());
  }
}
