import { SystemClock } from '../../local/support/clock.ts';

/** So long nothing may have happened before time is skipped. */
const quietMs = 8;
/** The same after work of the emulator or the host, which may have started a process that is not heard of yet. */
const quietAfterWorkMs = 150;

/**
 * Real time, of which only the waiting is left out: while nothing is in flight and nothing has happened for some
 * milliseconds, it goes straight to the next alarm. What is worked on takes as long as it really takes.
 */
export class SkippingClock extends SystemClock {
  private readonly due = new Set<{ readonly when: number }>();
  private readonly interval: NodeJS.Timeout;
  private held = 0;
  private quietUntil = performance.now();

  constructor() {
    super();
    this.interval = setInterval(() => {
      this.skip();
    }, 1);
  }

  override callAt(when: Date, callback: () => void): () => void {
    const alarm = { when: when.getTime() };
    this.due.add(alarm);
    const cancel = super.callAt(when, () => {
      this.due.delete(alarm);
      this.keepQuiet(quietMs);
      callback();
    });
    return () => {
      this.due.delete(alarm);
      cancel();
    };
  }

  override hold(): () => void {
    return this.holdThenWait(quietAfterWorkMs);
  }

  /** For what has no effects after its end. */
  holdRequest(): () => void {
    return this.holdThenWait(quietMs);
  }

  /** Nothing is skipped for so many milliseconds from now. */
  runFor(ms: number): void {
    setTimeout(this.hold(), ms);
  }

  stop(): void {
    clearInterval(this.interval);
  }

  private skip(): void {
    if (this.held > 0 || performance.now() < this.quietUntil) return;
    let next = Infinity;
    for (const { when } of this.due) next = Math.min(next, when);
    const aheadMs = next - this.now().getTime();
    if (aheadMs <= 0 || next === Infinity) return;
    this.keepQuiet(quietMs);
    this.advance(aheadMs);
  }

  private holdThenWait(ms: number): () => void {
    let isHeld = true;
    this.held += 1;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.held -= 1;
      this.keepQuiet(ms);
    };
  }

  private keepQuiet(ms: number): void {
    this.quietUntil = Math.max(this.quietUntil, performance.now() + ms);
  }
}
