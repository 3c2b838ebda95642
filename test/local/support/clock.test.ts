import { describe, expect, test } from '@jest/globals';
import { sleep, SystemClock, VirtualClock } from '../../../local/support/clock.ts';

const hourMs = 3_600_000;

describe('VirtualClock', () => {
  test('advance rings every alarm on the way, in order of time, each at its own moment', async () => {
    const clock = new VirtualClock(new Date(0));
    const rung: [string, number][] = [];
    const at = (name: string, ms: number): void => {
      clock.callAt(new Date(ms), () => rung.push([name, clock.now().getTime()]));
    };
    at('late', 2 * hourMs);
    at('early', hourMs);
    at('after', 4 * hourMs);
    await clock.advance(3 * hourMs);
    expect(rung).toEqual([
      ['early', hourMs],
      ['late', 2 * hourMs],
    ]);
    expect(clock.now().getTime()).toBe(3 * hourMs);
  });

  test('an alarm set by an alarm rings in the same advance', async () => {
    const clock = new VirtualClock(new Date(0));
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.callAt(new Date(clock.now().getTime() + 1000), tick);
    };
    tick();
    await clock.advance(10_000);
    expect(ticks).toBe(11);
  });

  test('time stands still while work is in flight', async () => {
    const clock = new VirtualClock(new Date(0));
    const release = clock.hold();
    let isRung = false;
    clock.callAt(new Date(1000), () => {
      isRung = true;
    });
    const advanced = clock.advance(1000);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(isRung).toBe(false);
    release();
    await advanced;
    expect(isRung).toBe(true);
  });

  test('releasing a hold twice counts once', async () => {
    const clock = new VirtualClock(new Date(0));
    const release = clock.hold();
    release();
    release();
    const other = clock.hold();
    let isDone = false;
    const advanced = clock.advance(1).then(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    other();
    await advanced;
  });

  test('an alarm that is taken back does not ring', async () => {
    const clock = new VirtualClock(new Date(0));
    const cancel = clock.callAt(new Date(1), () => {
      throw new Error('rung');
    });
    cancel();
    await expect(clock.advance(10)).resolves.toBeUndefined();
  });

  test('runUntil says so when nothing is left that could bring it about', async () => {
    const clock = new VirtualClock();
    await expect(clock.runUntil(() => false, hourMs)).rejects.toThrow('would wait for ever');
  });
});

describe('SystemClock', () => {
  test('hours can be made to pass at once', async () => {
    const clock = new SystemClock();
    const slept = sleep(clock, 10 * hourMs);
    clock.advance(10 * hourMs);
    await expect(slept).resolves.toBeUndefined();
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.now() + 10 * hourMs - 1);
  });
});

test('an aborted sleep ends at once and leaves no alarm', async () => {
  const clock = new VirtualClock();
  const abort = new AbortController();
  const slept = sleep(clock, hourMs, abort.signal);
  abort.abort();
  await slept;
  await expect(clock.runUntil(() => false, hourMs)).rejects.toThrow('no alarm is set');
});
