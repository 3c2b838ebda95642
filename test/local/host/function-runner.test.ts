import { beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { FunctionRunner } from '../../../local/host/function-runner.ts';
import type { InvocationResult } from '../../../local/host/worker/types.ts';
import { sleep, SystemClock, VirtualClock } from '../../../local/support/clock.ts';

const minuteMs = 60_000;
const invocation = { functionName: 'work', inputs: [], triggerMetadata: {} };

let clock: VirtualClock;
let lines: string[];
let end: PromiseWithResolvers<InvocationResult>;

beforeEach(() => {
  clock = new VirtualClock();
  lines = [];
  end = Promise.withResolvers();
});

function runner(timeoutMs: number, logsFailureOf: () => boolean = () => true): FunctionRunner {
  const log = pino({}, { write: (line: string) => lines.push(line) });
  return new FunctionRunner({
    worker: { invoke: () => end.promise },
    // Of a clock that may move while a function runs.
    clock: {
      now: () => clock.now(),
      callAt: (when, callback) => clock.callAt(when, callback),
      hold: () => () => undefined,
    },
    log,
    timeoutMs,
    logsFailureOf,
  });
}

describe('a run', () => {
  test('that takes longer than functionTimeout fails, and the log names it', async () => {
    const run = runner(5 * minuteMs).run(invocation);
    await Promise.all([
      expect(run).rejects.toThrow('work took longer than functionTimeout (300 s)'),
      clock.advance(5 * minuteMs),
    ]);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { function: 'work', msg: 'function failed' },
    ]);
  });

  test('is not out of time when the clock is moved by hours', async () => {
    const moved = new SystemClock();
    const subject = new FunctionRunner({
      worker: { invoke: () => end.promise },
      clock: moved,
      log: pino({ level: 'silent' }),
      timeoutMs: minuteMs,
    });
    const run = subject.run(invocation);
    moved.advance(24 * 60 * minuteMs);
    await sleep(moved, 1);
    end.resolve({ outputs: [] });
    await expect(run).resolves.toEqual({ outputs: [] });
  });

  test('without functionTimeout takes as long as it takes', async () => {
    const run = runner(Infinity).run(invocation);
    await clock.advance(24 * 60 * minuteMs);
    end.resolve({ outputs: [] });
    await expect(run).resolves.toEqual({ outputs: [] });
  });

  test('whose failure is told elsewhere is not logged', async () => {
    end.reject(new Error('no'));
    await expect(runner(minuteMs, () => false).run(invocation)).rejects.toThrow('no');
    expect(lines).toEqual([]);
  });
});

describe('draining', () => {
  test('ends with the last run', async () => {
    const subject = runner(Infinity);
    const run = subject.run(invocation);
    const drained = subject.drain(minuteMs);
    end.resolve({ outputs: [] });
    await run;
    expect(await drained).toBe(0);
  });

  test('is bounded, and tells how many still run', async () => {
    const subject = runner(Infinity);
    void subject.run(invocation);
    const drained = subject.drain(minuteMs);
    await clock.advance(minuteMs);
    expect(await drained).toBe(1);
  });
});
