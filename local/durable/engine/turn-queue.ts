import type { Clock } from '../../support/clock.ts';

/**
 * Lets instances take their turns: each at most one at a time, at most `limit` of them at once, and only after what
 * is going on has ended, so that what arrives together is handled in one turn.
 */
export class TurnQueue {
  private readonly clock: Clock;
  private readonly limit: number;
  private readonly turn: (instanceId: string) => Promise<void>;
  private readonly ready = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private isScheduled = false;
  private isStopping = false;

  constructor(options: {
    readonly clock: Clock;
    readonly limit: number;
    /** Never rejects. */
    readonly turn: (instanceId: string) => Promise<void>;
  }) {
    this.clock = options.clock;
    this.limit = options.limit;
    this.turn = options.turn;
  }

  /** The instance has something to do. */
  wake(instanceId: string): void {
    this.ready.add(instanceId);
    this.schedule();
  }

  /** Begins no more turns, and waits for those that run. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running.values());
  }

  private schedule(): void {
    if (this.isScheduled || this.isStopping) return;
    this.isScheduled = true;
    const release = this.clock.hold();
    setImmediate(() => {
      this.isScheduled = false;
      this.startReady();
      release();
    });
  }

  private startReady(): void {
    for (const instanceId of this.ready) {
      if (this.isStopping || this.running.size >= this.limit) return;
      if (this.running.has(instanceId)) continue;
      this.ready.delete(instanceId);
      const release = this.clock.hold();
      const run = this.turn(instanceId).finally(() => {
        this.running.delete(instanceId);
        if (this.ready.size > 0) this.schedule();
        release();
      });
      this.running.set(instanceId, run);
    }
  }
}
