import { sleep, type Clock } from '../../support/clock.ts';
import type { RunKey } from '../container-groups/container-backend.ts';
import { EngineError, query, unlessMissing } from './engine-client.ts';
import type { Engine } from './find-engine.ts';
import { labels } from './labels.ts';
import {
  ContainerDetails,
  ContainerList,
  ContainerStats,
  Created,
  type ListedContainer,
} from './replies.ts';

/** How often Podman looks whether a container has ended, while few are waited for. */
const fastestLookMs = 10;
const slowestLookMs = 250;

/** Makes, finds, ends and removes the containers of one emulator. */
export class Containers {
  private readonly engine: Engine;
  private readonly emulator: string;
  private waiting = 0;

  constructor(engine: Engine, emulator: string) {
    this.engine = engine;
    this.emulator = emulator;
  }

  /** Makes a container and gives its id; one of the same name, left by a start that was cut off, is removed before. */
  async create(name: string, body: object): Promise<string> {
    const request = { method: 'POST', path: `/containers/create${query({ name })}`, body } as const;
    const { client } = this.engine;
    try {
      return (await client.json(Created, request)).Id;
    } catch (error) {
      if (!isConflict(error)) throw error;
      await this.remove(name);
      return (await client.json(Created, request)).Id;
    }
  }

  async start(id: string): Promise<void> {
    await this.engine.client.post(`/containers/${id}/start`);
  }

  inspect(id: string): Promise<ContainerDetails | undefined> {
    return this.engine.client.find(ContainerDetails, `/containers/${id}/json`);
  }

  /** What it uses now, and the processor time that it has had. */
  async stats(id: string): Promise<{ memoryBytes: number; cpuSeconds: number }> {
    const path = `/containers/${id}/stats${query({ stream: 'false', 'one-shot': 'true' })}`;
    const stats = await this.engine.client.json(ContainerStats, { path });
    return {
      memoryBytes: stats.memory_stats.usage ?? 0,
      cpuSeconds: stats.cpu_stats.cpu_usage.total_usage / 1e9,
    };
  }

  /** Those of this emulator, of a group, or of one run; those that have ended too. */
  async list(run: Partial<RunKey> = {}): Promise<readonly ListedContainer[]> {
    const wanted = [
      `${labels.emulator}=${this.emulator}`,
      ...(run.groupUid === undefined ? [] : [`${labels.group}=${run.groupUid}`]),
      ...(run.container === undefined ? [] : [`${labels.container}=${run.container}`]),
      ...(run.run === undefined ? [] : [`${labels.run}=${String(run.run)}`]),
    ];
    const filters = query({ all: 'true', filters: JSON.stringify({ label: wanted }) });
    return this.engine.client.json(ContainerList, { path: `/containers/json${filters}` });
  }

  /** Asks to end well, and ends by force after the grace; resolves when nothing of it runs. */
  async end(
    id: string,
    { graceMs, clock, hurry }: { graceMs: number; clock: Clock; hurry: AbortSignal },
  ): Promise<void> {
    if (graceMs > 0 && !hurry.aborted) {
      if (!(await this.signal(id, 'SIGTERM'))) return;
      const ended = new AbortController();
      const waiting = this.waitForEnd(id, ended.signal).catch(() => undefined);
      await Promise.race([waiting, sleep(clock, graceMs, hurry)]);
      ended.abort();
    }
    if (await this.signal(id, 'SIGKILL')) await this.waitForEnd(id).catch(unlessMissing);
  }

  /** Resolves when the container does not run any more. */
  async waitForEnd(id: string, signal?: AbortSignal): Promise<void> {
    this.waiting += 1;
    try {
      const path = this.engine.isPodman
        ? `/v4.0.0/libpod/containers/${id}/wait${query({ condition: 'exited', interval: this.interval() })}`
        : `/containers/${id}/wait`;
      await this.engine.client.text({ method: 'POST', path, signal });
    } finally {
      this.waiting -= 1;
    }
  }

  /** With all that it kept; not an error when it is not there. */
  async remove(id: string): Promise<void> {
    // First, because Podman would wait ten seconds for it to end well.
    await this.signal(id, 'SIGKILL');
    const path = `/containers/${id}${query({ force: 'true', v: 'true' })}`;
    await this.engine.client.text({ method: 'DELETE', path }).catch(unlessMissing);
  }

  /** False when it does not run. */
  private async signal(id: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
    try {
      await this.engine.client.post(`/containers/${id}/kill${query({ signal })}`);
      return true;
    } catch (error) {
      if (error instanceof EngineError && isNotRunning(error)) return false;
      throw error;
    }
  }

  /** Podman looks for each container on its own: the more there are, the less often. */
  private interval(): string {
    return `${String(Math.min(slowestLookMs, fastestLookMs * this.waiting))}ms`;
  }
}

/** Podman 4 says it with 500 of a container that has never been started. */
function isNotRunning({ status, message }: EngineError): boolean {
  return [404, 409].includes(status) || message.includes('can only kill running containers');
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof EngineError)) return false;
  // Docker answers 409, Podman 4 with 500.
  return error.status === 409 || /name .* is (?:already )?in use/i.test(error.message);
}
