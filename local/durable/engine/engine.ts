import type { Clock } from '../../support/clock.ts';
import { entityIdOf } from '../entities/entity-id.ts';
import type { EntityTurns } from '../entities/entity-turns.ts';
import type { DurableLog, VersionSettings } from '../types.ts';
import { type ActivityCompletion, ActivityPool } from './activity-pool.ts';
import type { HistoryEvent } from './history.ts';
import { HistoryCache } from './history-cache.ts';
import { type Instance, isTerminal } from './instance.ts';
import type { ActivityExecutor, OrchestratorExecutor } from './ports.ts';
import { StallLog } from './stall-log.ts';
import type {
  Message,
  NewInstance,
  OrchestrationStore,
  QueuedMessage,
  Rewrite,
  TurnCommit,
} from './store.ts';
import { TimerAlarm } from './timer-alarm.ts';
import { TurnQueue } from './turn-queue.ts';
import { freshEvents, takeTurn, type TurnInput } from './turn.ts';
import { failForVersion } from './version-failure.ts';
import { matchesVersion } from './versions.ts';

interface EngineOptions {
  readonly store: OrchestrationStore;
  readonly clock: Clock;
  readonly log: DurableLog;
  readonly orchestrators: OrchestratorExecutor;
  readonly activities: ActivityExecutor;
  readonly maxConcurrentActivities: number;
  readonly entities: EntityTurns;
  readonly maxConcurrentEntities: number;
  readonly versions: VersionSettings;
}

/** How many orchestrators may be in the middle of a turn: their code never waits, so few are enough. */
const maxConcurrentTurns = 32;

/**
 * Drives what is in the store: lets instances take turns, runs the activities that they schedule, rings their timers.
 * Everything is in the store before it has an effect, so that after a kill the next start goes on; activities that
 * were running then run again.
 */
export class Engine {
  readonly store: OrchestrationStore;
  readonly clock: Clock;
  private readonly options: EngineOptions;
  private readonly queue: TurnQueue;
  /** Entities may wait for something, and must not keep orchestrators from their turns. */
  private readonly entityQueue: TurnQueue;
  private readonly pool: ActivityPool;
  private readonly alarm: TimerAlarm;
  private readonly stalls: StallLog;
  private readonly histories: HistoryCache;

  constructor(options: EngineOptions) {
    const { store, clock } = options;
    this.options = options;
    this.store = store;
    this.clock = clock;
    this.stalls = new StallLog(options.log);
    this.histories = new HistoryCache(store);
    const turn = (instanceId: string): Promise<void> => this.turn(instanceId);
    this.queue = new TurnQueue({ clock, limit: maxConcurrentTurns, turn });
    this.entityQueue = new TurnQueue({ clock, limit: options.maxConcurrentEntities, turn });
    this.pool = new ActivityPool({
      clock,
      executor: options.activities,
      limit: options.maxConcurrentActivities,
      completed: (completions) => {
        this.completed(completions);
      },
    });
    this.alarm = new TimerAlarm(clock, store, (instanceId) => {
      this.wake(instanceId);
    });
  }

  /** Goes on with everything that a former process has left. */
  start(): void {
    const { instanceIds, activities } = this.store.unfinished();
    for (const task of activities) this.pool.add(task);
    for (const instanceId of instanceIds) this.wake(instanceId);
    this.alarm.set();
  }

  async stop(): Promise<void> {
    this.alarm.stop();
    await Promise.all([this.queue.stop(), this.entityQueue.stop(), this.pool.stop()]);
    this.store.close();
  }

  create(start: NewInstance): void {
    this.store.create(start);
    this.histories.forget(start.instance.instanceId);
    this.wake(start.instance.instanceId);
  }

  /** Forgets instances with all they have; gives their number. */
  purge(instanceIds: readonly string[]): number {
    for (const instanceId of instanceIds) this.histories.forget(instanceId);
    return this.store.purge(instanceIds);
  }

  send(message: Message): void {
    this.store.send(message);
    this.wake(message.instanceId);
  }

  /** Writes histories anew and tells their instances to go on, all at once. */
  rewrite(change: Rewrite): void {
    this.store.rewrite(change);
    for (const { instance } of change.histories) this.histories.forget(instance.instanceId);
    for (const { instanceId } of change.messages) this.wake(instanceId);
  }

  private wake(instanceId: string): void {
    (entityIdOf(instanceId) ? this.entityQueue : this.queue).wake(instanceId);
  }

  private completed(completions: readonly ActivityCompletion[]): void {
    this.store.completeActivities(completions);
    for (const { task } of completions) this.wake(task.instanceId);
  }

  private async turn(instanceId: string): Promise<void> {
    try {
      const inbox = this.store.inbox(instanceId);
      if (inbox.length === 0) return;
      const instance = this.store.instance(instanceId);
      if (this.options.entities.isEntity(instanceId, instance))
        await this.entityTurn(instanceId, instance, inbox);
      else await this.orchestratorTurn(instance, inbox);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.options.log('error', `${instanceId} could not take a turn: ${reason}`);
    }
  }

  private async entityTurn(
    instanceId: string,
    instance: Instance | undefined,
    inbox: readonly QueuedMessage[],
  ): Promise<void> {
    const commit = await this.options.entities.turn(instanceId, instance, inbox);
    if (commit === 'later') return;
    this.store.commitTurn(commit);
    for (const message of commit.messages) this.wake(message.instanceId);
  }

  private async orchestratorTurn(
    instance: Instance | undefined,
    inbox: readonly QueuedMessage[],
  ): Promise<void> {
    const history = instance ? this.histories.get(instance.instanceId) : [];
    const commit = instance && (await this.commitOf({ instance, inbox, history }));
    if (commit === 'later') return;
    if (commit) this.keep(commit, history);
    else this.store.discard(inbox);
  }

  private async commitOf(input: TurnInput): Promise<TurnCommit | 'later' | undefined> {
    const { instance } = input;
    const events = freshEvents(input);
    if (events.length === 0) return undefined;
    const { versions, orchestrators, log } = this.options;
    const isVersionOk = matchesVersion(instance.version, versions);
    if (!isVersionOk && versions.versionFailureStrategy !== 'Fail') {
      this.stalls.report(
        instance,
        `its version ${instance.version ?? '(none)'} is not for this app, whose defaultVersion is ${versions.defaultVersion ?? '(none)'}`,
      );
      return 'later';
    }
    const executor = isVersionOk ? orchestrators : failForVersion;
    const outcome = await takeTurn(input, events, executor, () => this.clock.now());
    if (!outcome) return undefined;
    if (outcome.stalled !== undefined) this.stalls.report(instance, outcome.stalled);
    if (isTerminal(outcome.commit.instance.status)) this.stalls.forget(instance);
    const { name, status, output } = outcome.commit.instance;
    if (status === 'Failed')
      log(
        'warning',
        `The orchestration ${name} (${instance.instanceId}) failed: ${firstLine(output)}`,
      );
    return outcome.commit;
  }

  private keep(commit: TurnCommit, history: readonly HistoryEvent[]): void {
    const children = commit.children.filter(({ instance }) => this.isFree(instance));
    this.store.commitTurn({ ...commit, children });
    if (isTerminal(commit.instance.status)) this.histories.forget(commit.instance.instanceId);
    else this.histories.committed(commit, history);
    for (const { instance } of children) this.histories.forget(instance.instanceId);
    for (const task of commit.activities) this.pool.add(task);
    for (const { instance } of children) this.wake(instance.instanceId);
    for (const { instanceId } of commit.messages) this.wake(instanceId);
    this.alarm.set();
  }

  /** A second start of an id that is alive is dropped, and who waits for it waits for ever: so does Azure's engine. */
  private isFree({ instanceId }: Instance): boolean {
    const existing = this.store.instance(instanceId);
    if (!existing || isTerminal(existing.status)) return true;
    this.stalls.report(
      existing,
      'it was started again as a child while it is alive; that start is lost',
    );
    return false;
  }
}

function firstLine(text: string | null): string {
  return text?.split('\n', 1)[0] ?? '';
}
