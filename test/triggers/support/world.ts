import { HttpRequest, type HttpResponseInit } from '@azure/functions';
import type { RejectedMessage } from '../../../clients/ports.ts';
import type { AdmissionState } from '../../../jobs/admission/state.ts';
import type { JobRow } from '../../../jobs/job-rows.ts';
import type { TriggerDeps, TriggerSettings } from '../../../triggers/deps.ts';
import type { Orchestrations } from '../../../triggers/orchestrations.ts';
import { FakeArtifacts } from '../../support/fakes/artifacts.ts';
import { FakeContainerGroups } from '../../support/fakes/container-groups.ts';
import { FakeJobStore } from '../../support/fakes/job-store.ts';

export const account = 'https://account.blob.example';

interface Started {
  readonly name: string;
  readonly id: string;
  readonly input: unknown;
}

/** The ports in memory, on a clock that stands unless it is moved. */
export class World implements TriggerDeps {
  readonly artifacts = new FakeArtifacts();
  readonly store = new FakeJobStore();
  readonly groups: FakeContainerGroups;
  readonly rejections: RejectedMessage[] = [];
  readonly started: Started[] = [];
  readonly woken: string[] = [];
  /** Who waits in which region. */
  readonly admissions = new Map<string, AdmissionState>();
  /** Instances that have ended, whatever their jobs' rows say. */
  readonly ended = new Set<string>();
  readonly terminated = new Set<string>();
  readonly log: string[] = [];
  time = new Date('2026-03-01T12:00:00.000Z');

  readonly settings: TriggerSettings = {
    owner: 'us',
    targets: [{ subscriptionId: '11111111-1111-1111-1111-111111111111', resourceGroup: 'rg' }],
    blobServiceUrl: account,
    blobRules: [{ container: 'reviews', suffix: '.jsonl', workload: 'sentiment' }],
    replyQueues: ['job-replies', 'Others'],
  };

  readonly now = (): Date => this.time;

  readonly rejected = {
    put: (message: RejectedMessage): Promise<void> => {
      this.rejections.push(message);
      return Promise.resolve();
    },
  };

  readonly orchestrations: Orchestrations = {
    start: (name, id, input) => {
      this.terminated.delete(id);
      if (!this.started.some((known) => known.id === id)) this.started.push({ name, id, input });
      return Promise.resolve();
    },
    stateOf: (id) => {
      if (this.ended.has(id)) return Promise.resolve('ended');
      if (this.terminated.has(id)) return Promise.resolve('terminated');
      const isStarted = this.started.some((known) => known.id === id);
      return Promise.resolve(isStarted ? 'alive' : 'absent');
    },
    wake: (id) => {
      this.woken.push(id);
      return Promise.resolve();
    },
    admissionIn: (key) => Promise.resolve(this.admissions.get(key)),
  };

  readonly context = {
    log: (...words: unknown[]): void => {
      this.log.push(words.join(' '));
    },
    error: (...words: unknown[]): void => {
      this.log.push(words.join(' '));
    },
    triggerMetadata: { id: 'message-1' },
  };

  constructor() {
    this.groups = new FakeContainerGroups(this.now, () => ({ seconds: Infinity, log: 'so far\n' }));
  }

  /** A job that is there already. */
  async hasJob(change: Partial<JobRow> = {}): Promise<JobRow> {
    const row: JobRow = {
      id: 'job1',
      trigger: 'http',
      labels: {},
      phase: 'running',
      tasksTotal: 1,
      createdAt: this.time.toISOString(),
      ...change,
    };
    await this.store.addJob(row);
    return row;
  }
}

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly id?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as the host hands it to a function. */
export function requestOf({
  method = 'GET',
  path = '/api/jobs',
  id,
  headers,
  body,
}: Call): HttpRequest {
  const url = new URL(path, 'https://app.example');
  return new HttpRequest({
    method,
    url: url.href,
    query: Object.fromEntries(url.searchParams),
    ...(id !== undefined && { params: { id } }),
    ...(headers && { headers }),
    ...(body !== undefined && { body: { string: body } }),
  });
}

/** The JSON of a reply, however it was given. */
export function jsonOf({ jsonBody, body }: HttpResponseInit): unknown {
  const text: unknown = body;
  return typeof text === 'string' ? JSON.parse(text) : jsonBody;
}
