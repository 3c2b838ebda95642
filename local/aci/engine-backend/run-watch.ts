import { sleep, type Clock } from '../../support/clock.ts';
import type { RunExit, RunKey } from '../container-groups/container-backend.ts';
import type { Containers } from './containers.ts';
import type { ContainerDetails } from './replies.ts';

interface RunWatchOptions {
  readonly run: RunKey;
  readonly id: string;
  readonly containers: Pick<Containers, 'inspect' | 'waitForEnd'>;
  /** What the engine says of the end, as the emulator has it. */
  readonly exitOf: (details: ContainerDetails | undefined) => RunExit;
  readonly realClock: Clock;
}

const retryMs = 500;
/** A wait may stay open though the container has ended: Podman answers when it has tidied up after it, if it can. */
const longestWaitMs = 5_000;

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
    const { exitOf, realClock } = this.options;
    const { signal } = this.stopped;
    for (;;) {
      const isLate = await this.wait();
      const end = await this.look();
      if (signal.aborted) return;
      if (end) {
        callback(exitOf(end.details));
        return;
      }
      if (!isLate) await sleep(realClock, retryMs, signal);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  /** Until the engine says that the container has ended, or refuses to wait, or for so long; whether that was too long. */
  private async wait(): Promise<boolean> {
    const { containers, realClock } = this.options;
    const turn = new AbortController();
    const signal = AbortSignal.any([this.stopped.signal, turn.signal]);
    // It fails when the container is gone, or the engine is: looking tells which.
    const ended = containers.waitForEnd(this.id, signal).catch(() => undefined);
    const late = sleep(realClock, longestWaitMs, signal).then(() => true);
    const isLate = (await Promise.race([ended, late])) ?? false;
    turn.abort();
    return isLate;
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
