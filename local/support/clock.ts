/** The only source of time for everything under `local/`. */
export interface Clock {
  now(): Date;
  /** Calls back once, at `when` or as soon after as possible; the function it returns takes that back. */
  callAt(when: Date, callback: () => void): () => void;
  /** Marks work in flight, which a virtual clock waits for before it moves; call the result when it is done. */
  hold(): () => void;
}

/** Resolves after `ms` milliseconds of the clock, or at once when the signal is aborted. Never rejects. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.callAt(new Date(clock.now().getTime() + ms), finish);
    function finish(): void {
      signal?.removeEventListener('abort', abort);
      resolve();
    }
    function abort(): void {
      cancel();
      resolve();
    }
    signal?.addEventListener('abort', abort, { once: true });
  });
}

interface Alarm {
  readonly when: number;
  readonly callback: () => void;
}

/** What setTimeout can hold: https://developer.mozilla.org/docs/Web/API/setTimeout#maximum_delay_value */
const longestTimeoutMs = 2 ** 31 - 1;

/** Real time, plus what `advance` has added to it: hours can pass in a running service at once. */
export class SystemClock implements Clock {
  private readonly alarms = new Set<Alarm>();
  private offsetMs = 0;
  /** When real time stopped to count. */
  private frozenAtMs: number | undefined;
  private timeout: NodeJS.Timeout | undefined;

  now(): Date {
    return new Date((this.frozenAtMs ?? Date.now()) + this.offsetMs);
  }

  callAt(when: Date, callback: () => void): () => void {
    const alarm = { when: when.getTime(), callback };
    this.alarms.add(alarm);
    this.arm();
    return () => {
      this.alarms.delete(alarm);
      this.arm();
    };
  }

  hold(): () => void {
    return () => undefined;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
    this.arm();
  }

  /** From now on time moves by `advance` alone. */
  freeze(): void {
    this.frozenAtMs ??= Date.now();
    this.arm();
  }

  /** Time goes on from where it stood. */
  unfreeze(): void {
    if (this.frozenAtMs === undefined) return;
    this.offsetMs -= Date.now() - this.frozenAtMs;
    this.frozenAtMs = undefined;
    this.arm();
  }

  private arm(): void {
    clearTimeout(this.timeout);
    this.timeout = undefined;
    if (this.alarms.size === 0) return;
    let next = Infinity;
    for (const { when } of this.alarms) next = Math.min(next, when);
    const wait = Math.max(0, Math.min(longestTimeoutMs, next - this.now().getTime()));
    if (wait > 0 && this.frozenAtMs !== undefined) return;
    this.timeout = setTimeout(() => {
      this.ring();
    }, wait);
  }

  private ring(): void {
    const now = this.now().getTime();
    for (const alarm of [...this.alarms].sort((a, b) => a.when - b.when)) {
      if (alarm.when > now || !this.alarms.delete(alarm)) continue;
      alarm.callback();
    }
    this.arm();
  }
}

/** Time that moves only when told to, from alarm to alarm, and never while work is in flight. */
export class VirtualClock implements Clock {
  private readonly alarms = new Set<Alarm>();
  private nowMs: number;
  private holds = 0;

  constructor(start: Date = new Date('2026-01-01T00:00:00Z')) {
    this.nowMs = start.getTime();
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  callAt(when: Date, callback: () => void): () => void {
    const alarm = { when: when.getTime(), callback };
    this.alarms.add(alarm);
    return () => {
      this.alarms.delete(alarm);
    };
  }

  hold(): () => void {
    let held = true;
    this.holds += 1;
    return () => {
      if (held) this.holds -= 1;
      held = false;
    };
  }

  /** Lets `ms` milliseconds pass, ringing every alarm in between in order. */
  async advance(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    for (;;) {
      await this.settle();
      const next = this.nextAlarm();
      if (!next || next.when > end) break;
      this.ring(next);
    }
    this.nowMs = Math.max(this.nowMs, end);
  }

  /** Moves from alarm to alarm until `isDone`; fails when nothing is left to wait for or `limitMs` have passed. */
  async runUntil(isDone: () => boolean, limitMs: number): Promise<void> {
    const end = this.nowMs + limitMs;
    for (;;) {
      await this.settle();
      if (isDone()) return;
      const next = this.nextAlarm();
      if (!next)
        throw new Error('Nothing is in flight and no alarm is set: it would wait for ever.');
      if (next.when > end) throw new Error(`Not done after ${String(limitMs)} ms of virtual time.`);
      this.ring(next);
    }
  }

  private ring(alarm: Alarm): void {
    this.alarms.delete(alarm);
    this.nowMs = Math.max(this.nowMs, alarm.when);
    alarm.callback();
  }

  private nextAlarm(): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.alarms) if (!next || alarm.when < next.when) next = alarm;
    return next;
  }

  /** Waits in real time until no work is in flight, a few turns of the event loop in a row. */
  private async settle(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 5;) {
      await new Promise((resolve) => setImmediate(resolve));
      quietTurns = this.holds === 0 ? quietTurns + 1 : 0;
    }
  }
}
