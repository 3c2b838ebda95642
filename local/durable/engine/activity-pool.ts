import type { Clock } from '../../support/clock.ts';
import { EventType, type HistoryEvent, stamp } from './history.ts';
import type { ActivityExecutor, ActivityOutcome, ActivityTask } from './ports.ts';

export interface ActivityCompletion {
  readonly task: ActivityTask;
  readonly event: HistoryEvent;
}

interface ActivityPoolOptions {
  readonly executor: ActivityExecutor;
  readonly clock: Clock;
  readonly limit: number;
  /** Gets what ended at about the same time together. */
  readonly completed: (completions: readonly ActivityCompletion[]) => void;
}

interface Ended {
  readonly task: ActivityTask;
  readonly outcome: ActivityOutcome;
  readonly release: () => void;
}

/** Runs activities, at most `limit` at a time, in the order in which they were added. */
export class ActivityPool {
  private readonly options: ActivityPoolOptions;
  private readonly waiting: { readonly task: ActivityTask; readonly release: () => void }[] = [];
  private readonly running = new Set<Promise<void>>();
  private ended: Ended[] = [];
  private isStopping = false;

  constructor(options: ActivityPoolOptions) {
    this.options = options;
  }

  add(task: ActivityTask): void {
    this.waiting.push({ task, release: this.options.clock.hold() });
    this.startMore();
  }

  /** Starts nothing more, and waits for what runs. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { release } of this.waiting.splice(0)) release();
    await Promise.all(this.running);
    this.report();
  }

  private startMore(): void {
    while (!this.isStopping && this.running.size < this.options.limit) {
      const next = this.waiting.shift();
      if (!next) return;
      const run = this.run(next.task, next.release).finally(() => {
        this.running.delete(run);
        this.startMore();
      });
      this.running.add(run);
    }
  }

  private async run(task: ActivityTask, release: () => void): Promise<void> {
    const outcome = await this.options.executor.run(task);
    this.ended.push({ task, outcome, release });
    if (this.ended.length === 1)
      setImmediate(() => {
        this.report();
      });
  }

  private report(): void {
    const ended = this.ended;
    this.ended = [];
    if (ended.length === 0) return;
    const now = this.options.clock.now();
    this.options.completed(
      inOrderOfReport(ended).map(({ task, outcome }) => ({
        task,
        event: eventOf(task, outcome, now),
      })),
    );
    for (const { release } of ended) release();
  }
}

/** Failures take longer to be told than results, and of several at once the last comes first: so it was recorded. */
function inOrderOfReport(ended: readonly Ended[]): Ended[] {
  return [
    ...ended.filter(({ outcome }) => outcome.ok),
    ...ended.filter(({ outcome }) => !outcome.ok).reverse(),
  ];
}

function eventOf(task: ActivityTask, outcome: ActivityOutcome, now: Date): HistoryEvent {
  const common = { TaskScheduledId: task.taskId, ...stamp(now) };
  return outcome.ok
    ? { EventType: EventType.TaskCompleted, Result: outcome.result, ...common }
    : {
        EventType: EventType.TaskFailed,
        Reason: outcome.reason,
        Details: outcome.details,
        FailureDetails: null,
        ...common,
      };
}
