import type { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openHostDatabase } from '../../../local/host/host-database.ts';
import type { Listener } from '../../../local/host/listener.ts';
import { AppSettings } from '../../../local/host/settings.ts';
import { createTimerTrigger } from '../../../local/host/triggers/timer-trigger.ts';
import type { RegisteredFunction } from '../../../local/host/worker/types.ts';
import { VirtualClock } from '../../../local/support/clock.ts';

const minuteMs = 60_000;

interface Run {
  readonly at: string;
  readonly input: {
    readonly Schedule: { readonly AdjustForDST: boolean };
    readonly ScheduleStatus: Readonly<Record<string, string>> | null;
    readonly IsPastDue: boolean;
  };
}

let clock: VirtualClock;
let database: DatabaseSync;
let runs: Run[];
/** What the function does, besides being counted. */
let work: () => Promise<void>;

beforeEach(() => {
  clock = new VirtualClock(new Date('2026-01-01T00:00:30Z'));
  database = openHostDatabase(':memory:');
  runs = [];
  work = () => Promise.resolve();
});

function timer(options: Record<string, unknown>, settings: Record<string, string> = {}): Listener {
  const trigger = { type: 'timerTrigger', direction: 'in' as const, ...options };
  const fn: RegisteredFunction = {
    name: 'sweep',
    bindings: { timer: trigger },
    triggerName: 'timer',
    trigger,
  };
  return createTimerTrigger({
    fn,
    appSettings: new AppSettings(settings),
    database,
    clock,
    run: async ({ json = '' }) => {
      const at = clock.now().toISOString();
      runs.push({ at, input: JSON.parse(json) as Run['input'] });
      const release = clock.hold();
      await work().finally(release);
    },
  });
}

const moments = () => runs.map(({ at }) => at);

describe('a timer', () => {
  test('runs at the moments of its expression', async () => {
    await timer({ schedule: '0 */5 * * * *' }).start();
    await clock.advance(11 * minuteMs);
    expect(moments()).toEqual(['2026-01-01T00:05:00.000Z', '2026-01-01T00:10:00.000Z']);
  });

  test('runs by a TimeSpan from its start on', async () => {
    await timer({ schedule: '00:02:00' }).start();
    await clock.advance(5 * minuteMs);
    expect(moments()).toEqual(['2026-01-01T00:02:30.000Z', '2026-01-01T00:04:30.000Z']);
  });

  test('takes its schedule from the setting it names', async () => {
    await timer({ schedule: '%SWEEP_EVERY%' }, { sweep_every: '00:01:00' }).start();
    await clock.advance(minuteMs);
    expect(runs).toHaveLength(1);
  });

  test('gives the function its schedule as Azure does', async () => {
    await timer({ schedule: '0 */5 * * * *' }).start();
    await clock.advance(10 * minuteMs);
    expect(runs.map(({ input }) => input)).toEqual([
      {
        Schedule: { AdjustForDST: true },
        ScheduleStatus: {
          Last: '0001-01-01T00:00:00',
          Next: '2026-01-01T00:05:00+00:00',
          LastUpdated: '2026-01-01T00:00:30+00:00',
        },
        IsPastDue: false,
      },
      {
        Schedule: { AdjustForDST: true },
        ScheduleStatus: {
          Last: '2026-01-01T00:05:00+00:00',
          Next: '2026-01-01T00:10:00+00:00',
          LastUpdated: '2026-01-01T00:05:00+00:00',
        },
        IsPastDue: false,
      },
    ]);
  });

  test('that comes more often than every minute has no schedule status', async () => {
    await timer({ schedule: '*/10 * * * * *' }).start();
    await clock.advance(10_000);
    expect(runs[0]?.input.ScheduleStatus).toBeNull();
  });

  test('runs at the start when runOnStartup says so, and then by its schedule', async () => {
    await timer({ schedule: '0 */5 * * * *', runOnStartup: true }).start();
    await clock.advance(5 * minuteMs);
    expect(moments()).toEqual(['2026-01-01T00:00:30.000Z', '2026-01-01T00:05:00.000Z']);
  });

  test('runs at once, past due, when the host was away at its time', async () => {
    const first = timer({ schedule: '0 */5 * * * *' });
    await first.start();
    await first.stop();
    await clock.advance(60 * minuteMs);
    await timer({ schedule: '0 */5 * * * *' }).start();
    await clock.advance(0);
    expect(runs).toMatchObject([{ at: '2026-01-01T01:00:30.000Z', input: { IsPastDue: true } }]);
  });

  test('is not past due after a short absence', async () => {
    const first = timer({ schedule: '0 */5 * * * *' });
    await first.start();
    await first.stop();
    await clock.advance(minuteMs);
    await timer({ schedule: '0 */5 * * * *' }).start();
    await clock.advance(0);
    expect(runs).toHaveLength(0);
  });

  test('whose schedule has been changed goes by the new one', async () => {
    const first = timer({ schedule: '0 */5 * * * *' });
    await first.start();
    await first.stop();
    await clock.advance(10 * minuteMs);
    await timer({ schedule: '0 0 * * * *' }).start();
    await clock.advance(60 * minuteMs);
    expect(runs).toMatchObject([{ at: '2026-01-01T01:00:00.000Z', input: { IsPastDue: false } }]);
  });

  test('goes on after a run that failed', async () => {
    work = () => Promise.reject(new Error('no'));
    await timer({ schedule: '00:01:00' }).start();
    await clock.advance(3 * minuteMs);
    expect(runs).toHaveLength(3);
  });

  test('never runs twice at the same time', async () => {
    const end = Promise.withResolvers<undefined>();
    const listener = timer({ schedule: '00:01:00', runOnStartup: true });
    work = async () => {
      await end.promise;
    };
    await listener.start();
    const advanced = clock.advance(3 * minuteMs);
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs).toHaveLength(1);
    end.resolve(undefined);
    await advanced;
    expect(runs).toHaveLength(4);
  });

  test('does nothing any more once it is stopped', async () => {
    const listener = timer({ schedule: '00:01:00' });
    await listener.start();
    await listener.stop();
    await clock.advance(3 * minuteMs);
    expect(runs).toHaveLength(0);
  });
});

describe('a schedule is refused by name', () => {
  test.each([
    ['when it is no expression', 'soon', /function sweep: "soon" is no NCRONTAB/],
    ['when Azure does not know its dialect', '0 0 0 L * *', /function sweep: .*0 0 0 L/],
    ['when it never comes', '0 0 0 30 2 *', /function sweep: .*never comes/],
    ['when its setting is missing', '%EVERY%', /function sweep needs the app setting EVERY/],
  ])('%s', (_, schedule, message) => {
    expect(() => timer({ schedule })).toThrow(message);
  });
});
