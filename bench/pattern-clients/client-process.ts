import { type Clock, sleep } from '../../local/support/clock.ts';

/** A process that a client runs in. When it is killed nothing more of it happens, but what it has asked for does. */
export class ClientProcess {
  private readonly clock: Clock;
  private readonly killed = new AbortController();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  kill(): void {
    this.killed.abort();
  }

  /** One call to the outside. Of a process that was killed meanwhile it never ends. */
  call<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.killed;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return;
      work().then(
        (result) => {
          if (!signal.aborted) resolve(result);
        },
        (error: unknown) => {
          if (!signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  sleep(seconds: number): Promise<void> {
    return this.call(() => sleep(this.clock, seconds * 1000));
  }

  now(): number {
    return this.clock.now().getTime();
  }
}
