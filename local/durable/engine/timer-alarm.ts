import type { Clock } from '../../support/clock.ts';
import type { OrchestrationStore } from './store.ts';

/** Rings when the first timer of the store is due. */
export class TimerAlarm {
  private readonly clock: Clock;
  private readonly store: OrchestrationStore;
  private readonly wake: (instanceId: string) => void;
  private cancel: (() => void) | undefined;
  private when: number | undefined;

  constructor(clock: Clock, store: OrchestrationStore, wake: (instanceId: string) => void) {
    this.clock = clock;
    this.store = store;
    this.wake = wake;
  }

  /** To be called whenever a timer may have come or gone. */
  set(): void {
    const next = this.store.nextTimer();
    if (next?.getTime() === this.when) return;
    this.stop();
    if (!next) return;
    this.when = next.getTime();
    this.cancel = this.clock.callAt(next, () => {
      this.ring();
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.when = undefined;
  }

  private ring(): void {
    this.stop();
    for (const instanceId of this.store.fireTimers(this.clock.now())) this.wake(instanceId);
    this.set();
  }
}
