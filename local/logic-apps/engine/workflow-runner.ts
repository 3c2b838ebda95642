import type { Logger } from 'pino';
import { type Clock, sleep } from '../../support/clock.ts';
import type { Workflow } from '../definition/workflow.ts';
import type { Trigger, TriggerPoll } from '../triggers/define-trigger.ts';
import type { RunStore } from '../store/run-store.ts';
import type { RunRecord } from './action-record.ts';
import { executeRun } from './execute-run.ts';
import type { Outside } from './outside.ts';
import { newRunName } from './run-name.ts';
import { RunState } from './run-state.ts';
import { triggerScope } from './trigger-scope.ts';

interface RunnerOptions {
  readonly workflow: Workflow;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly outside: Outside;
  readonly log: Logger;
  /** The longest time between two polls, whatever the recurrence says. */
  readonly pollAtLeastEveryMs?: number | undefined;
  /** The definition that an unfinished run was begun with, when it is another by now. */
  readonly olderVersion: (version: string) => Workflow | undefined;
}

/** Polls the triggers of one workflow and carries out its runs, those from before the last stop included. */
export class WorkflowRunner {
  readonly workflow: Workflow;
  private readonly options: RunnerOptions;
  private readonly stopping = new AbortController();
  private readonly active = new Map<string, RunState>();
  private readonly waiting: RunRecord[] = [];
  private readonly ends = new Set<Promise<void>>();
  /** Triggers whose last poll failed. */
  private readonly failing = new Set<string>();
  private readonly polls = new Map<string, Promise<unknown>>();

  constructor(options: RunnerOptions) {
    this.options = options;
    this.workflow = options.workflow;
  }

  /** Takes up runs that are not over. */
  resume(unfinished: readonly RunRecord[]): void {
    for (const record of unfinished) this.enqueue(record);
  }

  /** Looks for the first time at what each trigger watches, and then again and again. */
  async start(): Promise<void> {
    for (const trigger of this.workflow.triggers.values()) {
      await this.poll(trigger);
      void this.track(this.pollForever(trigger));
    }
  }

  /** Leaves runs where they stand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const run of this.active.values()) run.suspend();
    await Promise.all([...this.ends, ...this.polls.values()]);
  }

  /** Polls now, as `Workflow Triggers - Run` of Azure's management API does; false when there is no such trigger. */
  async pollNow(name: string): Promise<boolean> {
    const trigger = this.workflow.triggers.get(name);
    if (trigger) await this.poll(trigger);
    return trigger !== undefined;
  }

  /** Cancels a run that is not over; false when there is none of that name. */
  cancel(name: string): boolean {
    const run = this.active.get(name);
    run?.terminate({ status: 'Cancelled' });
    return run !== undefined;
  }

  private async pollForever(trigger: Trigger): Promise<void> {
    const { clock, pollAtLeastEveryMs = Infinity } = this.options;
    const { signal } = this.stopping;
    for (;;) {
      await sleep(clock, Math.min(trigger.everyMs, pollAtLeastEveryMs), signal);
      if (signal.aborted) return;
      await this.poll(trigger);
    }
  }

  /** One at a time for each trigger. */
  private async poll(trigger: Trigger): Promise<void> {
    const before = this.polls.get(trigger.name) ?? Promise.resolve();
    const poll = before.then(() => this.pollUntilEmpty(trigger));
    this.polls.set(trigger.name, poll);
    await poll;
  }

  private async pollUntilEmpty(trigger: Trigger): Promise<void> {
    const done = this.options.clock.hold();
    try {
      while (!this.stopping.signal.aborted && (await this.pollOnce(trigger)));
      this.failing.delete(trigger.name);
    } catch (error) {
      if (!this.stopping.signal.aborted) this.warnOnce(trigger, error);
    } finally {
      done();
    }
  }

  private warnOnce({ name: trigger }: Trigger, error: unknown): void {
    if (this.failing.has(trigger)) return;
    this.failing.add(trigger);
    const { name: workflow } = this.workflow;
    this.options.log.warn({ err: error, workflow, trigger }, 'could not poll; trying on');
  }

  /** Whether there may be more. */
  private async pollOnce(trigger: Trigger): Promise<boolean> {
    const room = this.roomFor(trigger);
    if (room === 0) return false;
    const { workflow, options } = this;
    const { store, clock, outside } = options;
    const key = { workflow: workflow.name, name: trigger.name };
    const found = await trigger.poll({
      scopeOf: (outputs) =>
        triggerScope({ workflow, trigger: trigger.name, outputs, clock, outside }),
      state: store.triggerState(key),
      room,
      signal: this.stopping.signal,
    });
    if (this.stopping.signal.aborted) return false;
    const runs = found.bodies.map((body) => this.newRun(trigger, found, body));
    store.keepPoll(key, found.state, runs);
    for (const run of runs) this.enqueue(run);
    return found.hasMore && runs.length > 0;
  }

  private roomFor({ mostRuns, mostWaiting }: Trigger): number {
    if (mostRuns === undefined) return Infinity;
    const free = mostRuns - this.active.size;
    return Math.max(0, free + mostWaiting - this.waiting.length);
  }

  private newRun(trigger: Trigger, found: TriggerPoll, body: unknown): RunRecord {
    const { clock, outside } = this.options;
    const now = clock.now().toISOString();
    const { statusCode, headers } = found.reply;
    return {
      name: newRunName(clock.now(), () => outside.random()),
      workflow: this.workflow.name,
      version: this.workflow.version,
      status: 'Waiting',
      startTime: now,
      trigger: {
        name: trigger.name,
        startTime: now,
        endTime: now,
        inputs: found.inputs,
        outputs: { statusCode, headers, body },
        secured: trigger.secured,
      },
    };
  }

  private enqueue(record: RunRecord): void {
    this.waiting.push(record);
    this.startWaiting();
  }

  private startWaiting(): void {
    while (!this.stopping.signal.aborted) {
      const [next] = this.waiting;
      if (!next) return;
      const most = this.workflow.triggers.get(next.trigger.name)?.mostRuns ?? Infinity;
      if (this.active.size >= most) return;
      this.waiting.shift();
      void this.track(this.execute(next));
    }
  }

  private async execute(waiting: RunRecord): Promise<void> {
    const { store, log } = this.options;
    try {
      const run = this.begin(waiting);
      this.active.set(waiting.name, run);
      await executeRun(run, store);
    } catch (error) {
      log.error({ err: error, run: waiting.name }, 'a run could not be carried on');
    } finally {
      this.active.delete(waiting.name);
      this.startWaiting();
    }
  }

  private begin(waiting: RunRecord): RunState {
    const { store, clock, outside, olderVersion } = this.options;
    const record: RunRecord = { ...waiting, status: 'Running' };
    const isCurrent = waiting.version === this.workflow.version;
    const older = isCurrent ? undefined : olderVersion(waiting.version);
    const run = { workflow: older ?? this.workflow, record, store, clock, outside };
    store.saveRun(record);
    return new RunState(run);
  }

  private async track(work: Promise<void>): Promise<void> {
    this.ends.add(work);
    try {
      await work;
    } finally {
      this.ends.delete(work);
    }
  }
}
