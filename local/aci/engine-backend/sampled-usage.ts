import { sleep, SystemClock, type Clock } from '../../support/clock.ts';
import type { RunKey, UsageMinute } from '../container-groups/container-backend.ts';
import { RunUsage } from '../metrics/run-usage.ts';
import type { Containers } from './containers.ts';
import { nameOf, runOf } from './labels.ts';

const sampleMs = 2_000;

/** What containers use, by the engine's account: looked at as long as one of them runs. */
export class SampledUsage {
  private readonly containers: Containers;
  private readonly clock: Clock;
  private readonly signal: AbortSignal;
  private readonly realClock = new SystemClock();
  private readonly runs = new Map<string, RunUsage>();
  /** Containers that have begun since it looks; 0: it does not. */
  private begun = 0;

  /** By this clock it says when; the signal ends its looks. */
  constructor(containers: Containers, clock: Clock, signal: AbortSignal) {
    this.containers = containers;
    this.clock = clock;
    this.signal = signal;
  }

  /** A container has begun. */
  begin(): void {
    this.begun += 1;
    if (this.begun === 1) void this.lookOn();
  }

  of(run: RunKey): UsageMinute[] {
    return this.runs.get(nameOf(run))?.list() ?? [];
  }

  /** Until none runs. An engine that does not answer is asked again when the next container begins. */
  private async lookOn(): Promise<void> {
    while (!this.signal.aborted) {
      const { begun } = this;
      const running = await this.look().catch(() => 0);
      if (running === 0 && begun === this.begun) break;
      await sleep(this.realClock, sampleMs, this.signal);
    }
    this.begun = 0;
  }

  /** How many run. Forgets those that are not there any more. */
  private async look(): Promise<number> {
    const all = (await this.containers.list()).flatMap(({ Id, State, Labels }) => {
      const run = runOf({ Id, State, Labels });
      return run ? [{ id: Id, name: nameOf(run), isRunning: State === 'running' }] : [];
    });
    const names = new Set(all.map(({ name }) => name));
    for (const name of this.runs.keys()) if (!names.has(name)) this.runs.delete(name);
    const running = all.filter(({ isRunning }) => isRunning);
    await Promise.all(running.map(({ id, name }) => this.note(id, name)));
    return running.length;
  }

  private async note(id: string, name: string): Promise<void> {
    const { containers, clock, realClock } = this;
    const stats = await containers.stats(id).catch(() => undefined);
    // Of a container that has just ended there are zeros.
    if (!stats || stats.memoryBytes === 0) return;
    const usage = this.runs.get(name) ?? new RunUsage();
    this.runs.set(name, usage);
    usage.add({ at: clock.now(), realMs: realClock.now().getTime(), ...stats });
  }
}
