import type { Clock } from '../../support/clock.ts';
import type { RunKey } from '../container-groups/container-backend.ts';
import { listProcesses } from './process-table.ts';
import { nameOf } from './run-streams.ts';
import { takingTurns } from './take-turns.ts';
import { RunWatch, type RunWatchOptions } from './run-watch.ts';

interface RunWatchesOptions {
  readonly clock: Clock;
  readonly realClock: Clock;
}

const sampleMs = 500;

/** The runs that go on, and the newest of each container. */
export class RunWatches {
  private readonly options: RunWatchesOptions;
  private readonly running = new Map<string, RunWatch>();
  /** Also when it has ended: when its log grew is asked for later. */
  private readonly newest = new Map<string, RunWatch>();
  private cancelSample: () => void = () => undefined;
  private closed = false;

  constructor(options: RunWatchesOptions) {
    this.options = options;
  }

  add(options: Omit<RunWatchOptions, 'clock' | 'realClock'>): RunWatch {
    const watch = new RunWatch({ ...options, ...this.options });
    this.running.set(nameOf(watch.run), watch);
    this.newest.set(containerOf(watch.run), watch);
    if (this.running.size === 1) this.sampleLater();
    return watch;
  }

  all(): RunWatch[] {
    return [...this.running.values()];
  }

  find(run: RunKey): RunWatch | undefined {
    return this.running.get(nameOf(run));
  }

  /** Also one that has ended, as long as no later one of its container began. */
  findNewest(run: RunKey): RunWatch | undefined {
    const watch = this.newest.get(containerOf(run));
    return watch?.run.run === run.run ? watch : undefined;
  }

  /** Its end is nobody's business any more; false when it was not watched. */
  remove(run: RunKey): boolean {
    this.find(run)?.stop();
    return this.running.delete(nameOf(run));
  }

  removeGroup(groupUid: string): RunWatch[] {
    const removed = [...this.newest].filter(([, watch]) => watch.run.groupUid === groupUid);
    for (const [name, watch] of removed) {
      this.remove(watch.run);
      this.newest.delete(name);
    }
    return removed.map(([, watch]) => watch);
  }

  /** No more looks at the process table. */
  close(): void {
    this.closed = true;
    this.cancelSample();
  }

  /** One look at the process table serves all runs. */
  private async sample(): Promise<void> {
    if (this.running.size === 0 || this.closed) return;
    const byGroup = Map.groupBy(await listProcesses(), ({ group }) => group);
    for await (const watch of takingTurns([...this.running.values()])) watch.sample(byGroup);
    this.sampleLater();
  }

  private sampleLater(): void {
    this.cancelSample();
    if (this.closed) return;
    const { realClock } = this.options;
    const next = new Date(realClock.now().getTime() + sampleMs);
    this.cancelSample = realClock.callAt(next, () => void this.sample());
  }
}

function containerOf({ groupUid, container }: RunKey): string {
  return `${groupUid}/${container}`;
}
