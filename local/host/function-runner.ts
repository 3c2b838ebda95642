import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type Clock, sleep } from '../support/clock.ts';
import type { FunctionWorker, Invocation, InvocationResult } from './worker/types.ts';

interface FunctionRunnerOptions {
  readonly worker: Pick<FunctionWorker, 'invoke'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** functionTimeout of host.json. */
  readonly timeoutMs: number;
  /** Whether a failure of this function is logged here; by default each is. */
  readonly logsFailureOf?: (functionName: string) => boolean;
}

const ticksPerTimeout = 60;

/** Runs functions, each within the time host.json allows, and knows which are running. */
export class FunctionRunner {
  private readonly options: FunctionRunnerOptions;
  private readonly running = new Set<Promise<unknown>>();

  constructor(options: FunctionRunnerOptions) {
    this.options = options;
  }

  /** Rejects with what the function threw, or when its time is over. */
  async run(invocation: Invocation): Promise<InvocationResult> {
    const { worker, clock, log, logsFailureOf = () => true } = this.options;
    const invocationId = invocation.invocationId ?? randomUUID();
    const release = clock.hold();
    const end = worker.invoke({ ...invocation, invocationId });
    const limited = this.withinTimeout(end, invocation.functionName);
    this.running.add(limited);
    try {
      return await limited;
    } catch (error) {
      const { functionName } = invocation;
      if (logsFailureOf(functionName))
        log.error({ function: functionName, invocationId, err: error }, 'function failed');
      throw error;
    } finally {
      this.running.delete(limited);
      release();
    }
  }

  /** Waits until nothing runs, `limitMs` at most; gives the number of those still running. */
  async drain(limitMs: number): Promise<number> {
    const over = new AbortController();
    const patience = sleep(this.options.clock, limitMs, over.signal).then(() => {
      over.abort();
    });
    while (this.running.size > 0 && !over.signal.aborted) {
      await Promise.race([Promise.allSettled(this.running), patience]);
    }
    over.abort();
    return this.running.size;
  }

  /**
   * A function that is out of time goes on unheard: in one process it can not be stopped, as Azure stops its worker.
   * The time is counted in ticks, so that a clock that is moved by hours costs the code that runs no more than one.
   */
  private withinTimeout<T>(end: Promise<T>, functionName: string): Promise<T> {
    const { clock, timeoutMs } = this.options;
    if (timeoutMs === Infinity) return end;
    return new Promise((resolve, reject) => {
      let ticksLeft = ticksPerTimeout;
      let cancel = nextTick();
      function nextTick(): () => void {
        return clock.callAt(new Date(clock.now().getTime() + timeoutMs / ticksPerTimeout), () => {
          ticksLeft -= 1;
          if (ticksLeft > 0) cancel = nextTick();
          else reject(timeoutError(functionName, timeoutMs));
        });
      }
      void end.then(resolve, reject).finally(() => {
        cancel();
      });
    });
  }
}

function timeoutError(functionName: string, timeoutMs: number): Error {
  return new Error(`${functionName} took longer than functionTimeout (${timeoutMs / 1000} s)`);
}
