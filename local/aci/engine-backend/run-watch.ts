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
    for (;;) {
      // It fails when the container is gone, or the engine is: looking tells which.
      await containers.waitForEnd(this.id, signal).catch(() => undefined);
      const end = await this.look();
      if (signal.aborted) return;
      if (end) {
        callback(exitOf(end.details));
        return;
      }
      await sleep(realClock, retryMs, signal);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  /** How the container ended; undefined while it runs, or while the engine does not answer. */
  private async look(): Promise<{ readonly details: ContainerDetails | undefined } | undefined> {
    try {
      const details = await this.options.containers.inspect(this.id);
      return !details || hasEnded(details) ? { details } : undefined;
    } catch {
      return undefined;
    }
  }
}
