import type { Clock } from '../../support/clock.ts';

/** One alarm that is only ever moved forward: who is woken too early sets it again. */
export class Alarm {
  private readonly clock: Clock;
  private readonly ring: () => void;
  private setTo = Infinity;
  private cancel: (() => void) | undefined;
  private isStopped = false;

  constructor(clock: Clock, ring: () => void) {
    this.clock = clock;
    this.ring = ring;
  }

  /** Milliseconds since 1970; Infinity for never. */
  setFor(when: number): void {
    if (when >= this.setTo || this.isStopped) return;
    this.clear();
    this.setTo = when;
    this.cancel = this.clock.callAt(new Date(when), () => {
      this.setTo = Infinity;
      this.cancel = undefined;
      this.ring();
    });
  }

  /** It never rings again. */
  stop(): void {
    this.isStopped = true;
    this.clear();
  }

  private clear(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.setTo = Infinity;
  }
}
