import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { TableClient } from '@azure/data-tables';
import { DefaultAzureCredential } from '@azure/identity';
import { z } from 'zod';
import type { Ready } from '../../local/support/service.ts';
import { type Answer, answerTo } from './until-answered.ts';

const Job = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  trigger: z.string(),
  labels: z.record(z.string(), z.string()),
  phase: z.enum(['waiting', 'running', 'over']),
  outcome: z
    .looseObject({
      status: z.string(),
      class: z.string().optional(),
      exitCode: z.int().optional(),
      message: z.string().optional(),
    })
    .optional(),
  tasks: z.looseObject({ running: z.int() }),
  waitingFor: z.looseObject({}).optional(),
  cleanup: z.string().optional(),
});
export type Job = z.infer<typeof Job>;

const Page = z.object({ jobs: z.array(Job), continuation: z.string().optional() });
const Keys = z.looseObject({ masterKey: z.string() });

/** The app as anybody may call it, and its host as those may who run it. Whatever is not answered is asked again. */
export class AppClient {
  private readonly url: string;
  private readonly ready: Ready;
  private readonly dataFolder: string;
  private readonly credential = new DefaultAzureCredential();

  constructor(ready: Ready, dataFolder: string) {
    this.ready = ready;
    this.url = ready['functions'] ?? '';
    this.dataFolder = dataFolder;
  }

  /** The key makes it right to send it again when the host died before it answered. */
  async post(spec: object, key: string): Promise<string> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const reply = await this.call('POST', '/api/jobs', { headers, body: JSON.stringify(spec) });
    if (reply.status !== 202) throw new Error(`POST /api/jobs: ${reply.text}`);
    return Job.parse(JSON.parse(reply.text)).id;
  }

  async get(id: string): Promise<Job> {
    return Job.parse(JSON.parse((await this.call('GET', `/api/jobs/${id}`)).text));
  }

  /** The newest jobs, or all of them. */
  async list(most = Infinity): Promise<Job[]> {
    const jobs: Job[] = [];
    let next = '';
    for (;;) {
      const query = `?limit=100${next}`;
      const page = Page.parse(JSON.parse((await this.call('GET', `/api/jobs${query}`)).text));
      jobs.push(...page.jobs);
      if (page.continuation === undefined || jobs.length >= most) return jobs;
      next = `&continuation=${page.continuation}`;
    }
  }

  async log(id: string): Promise<string> {
    return (await this.call('GET', `/api/jobs/${id}/logs`)).text;
  }

  async cancel(id: string): Promise<void> {
    await this.call('POST', `/api/jobs/${id}/cancel`);
  }

  /** By Durable's management API, past every `finally`. */
  async terminate(instanceId: string): Promise<void> {
    const code = this.ready['systemKey'] ?? '';
    const instance = `/runtime/webhooks/durabletask/instances/${instanceId}`;
    await this.call('POST', `${instance}/terminate?reason=chaos&code=${code}`);
  }

  async runTimer(name: string): Promise<void> {
    const keys = await readFile(path.join(this.dataFolder, 'host', 'keys.json'), 'utf8');
    const headers = { 'x-functions-key': Keys.parse(JSON.parse(keys)).masterKey };
    await this.call('POST', `/admin/functions/${name}`, { headers, body: '{}' });
  }

  /** Moves a time in a job's row into the past, as if so much had gone by since. */
  async age(id: string, column: 'createdAt' | 'finishedAt', minutes: number): Promise<void> {
    const table = new TableClient(this.ready['table'] ?? '', 'jobs', this.credential);
    const time = new Date(Date.now() - minutes * 60_000).toISOString();
    await table.updateEntity({ partitionKey: 'jobs', rowKey: id, [column]: time }, 'Merge');
  }

  private call(method: string, target: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (!headers.has('x-functions-key'))
      headers.set('x-functions-key', this.ready['functionKey'] ?? '');
    return answerTo(`${this.url}${target}`, { ...init, method, headers });
  }
}
