import { sleep, type Clock } from '../../support/clock.ts';
import type { RunExit, RunKey } from '../container-groups/container-backend.ts';
import type { Containers } from './containers.ts';
import type { ContainerDetails } from './replies.ts';

interface RunWatchOptions {
  readonly run: RunKey;
  readonly id: string;
  readonly containers: Containers;
  /** What the engine says of the end, as the emulator has it. */
  readonly exitOf: (details: ContainerDetails | undefined) => RunExit;
  readonly realClock: Clock;
}

const retryMs = 500;

export function hasEnded({ State }: ContainerDetails): boolean {
  return ['exited', 'stopped', 'dead', 'removing'].includes(State.Status);
}

/** Waits for the end of one container. */
export class RunWatch {
  readonly run: RunKey;
  readonly id: string;
  private readonly options: RunWatchOptions;
  private readonly stopped = new AbortController();

  constructor(options: RunWatchOptions) {
    this.options = options;
    this.run = options.run;
    this.id = options.id;
  }

  /** Calls back once when the container has ended by itself, or is not there any more. */
  async follow(callback: (exit: RunExit) => void): Promise<void> {
    const { containers, exitOf, realClock } = this.options;
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        await containers.waitForEnd(this.id, signal);
      } catch {
        // It is gone, or the engine is: looking tells which.
      }
      try {
        const details = await containers.inspect(this.id);
        if (!details || hasEnded(details)) {
          this.end(exitOf(details), callback);
          return;
        }
      } catch {
        // The engine does not answer; it may come back, and so may the container's end.
      }
      await sleep(realClock, retryMs, signal);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private end(exit: RunExit, callback: (exit: RunExit) => void): void {
    if (!this.stopped.signal.aborted) callback(exit);
  }
}
