import type { HistoryEvent } from './history.ts';
import type { OrchestrationStore, TurnCommit } from './store.ts';

/** How many events are kept at most, over all instances. */
const capacity = 100_000;

/** The histories of the instances that took a turn last, so that a long one is not read again for each turn. */
export class HistoryCache {
  private readonly store: OrchestrationStore;
  /** The least recently used first. */
  private readonly histories = new Map<string, readonly HistoryEvent[]>();
  private size = 0;

  constructor(store: OrchestrationStore) {
    this.store = store;
  }

  get(instanceId: string): readonly HistoryEvent[] {
    return this.histories.get(instanceId) ?? this.store.history(instanceId);
  }

  /** To be called once the store has the turn. */
  committed(
    { instance, replacesHistory, events }: TurnCommit,
    before: readonly HistoryEvent[],
  ): void {
    this.forget(instance.instanceId);
    const history = replacesHistory ? events : [...before, ...events];
    this.histories.set(instance.instanceId, history);
    this.size += history.length;
    for (const oldest of this.histories.keys()) {
      if (this.size <= capacity) return;
      this.forget(oldest);
    }
  }

  forget(instanceId: string): void {
    this.size -= this.histories.get(instanceId)?.length ?? 0;
    this.histories.delete(instanceId);
  }
}
