import { Completion } from './completion.ts';

/** Who waits for which event: without case, the last waiter first; what nobody waits for is kept in order of arrival. */
export class ExternalEvents {
  private readonly waiters = new Map<string, Completion[]>();
  private readonly buffered = new Map<string, number>();

  get hasWaiters(): boolean {
    return this.waiters.size > 0;
  }

  wait(name: string): Completion {
    const key = name.toLowerCase();
    const waiter = new Completion();
    this.waiters.set(key, [...(this.waiters.get(key) ?? []), waiter]);
    const early = this.buffered.get(key) ?? 0;
    if (early > 0) {
      this.buffered.set(key, early - 1);
      this.raise(name);
    }
    return waiter;
  }

  raise(name: string): void {
    const key = name.toLowerCase();
    const waiting = this.waiters.get(key) ?? [];
    const waiter = waiting.at(-1);
    if (!waiter) {
      this.buffered.set(key, (this.buffered.get(key) ?? 0) + 1);
      return;
    }
    if (waiting.length === 1) this.waiters.delete(key);
    else this.waiters.set(key, waiting.slice(0, -1));
    waiter.complete();
  }
}
