import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../../support/clock.ts';
import type { Listener } from '../listener.ts';
import type { AppSettings } from '../settings.ts';
import { isMonitored, parseSchedule, type Schedule } from '../timer/schedule.ts';
import { type TimerStatus, TimerStatusStore } from '../timer/status-store.ts';
import type { RegisteredFunction, RpcData } from '../worker/types.ts';

const TimerTriggerBinding = z.looseObject({
  schedule: z.string().min(1),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});

interface TimerTriggerOptions {
  readonly fn: RegisteredFunction;
  readonly appSettings: AppSettings;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  /** Runs the function with this trigger value; rejects when it failed. */
  readonly run: (data: RpcData) => Promise<void>;
}

/** Runs a function by a schedule, one run at a time; throws when the schedule can not be read. */
export function createTimerTrigger(options: TimerTriggerOptions): Listener {
  const { fn, appSettings } = options;
  const where = `function ${fn.name}`;
  const binding = TimerTriggerBinding.safeParse(fn.trigger);
  if (!binding.success)
    throw new Error(`${where}: its timer trigger is wrong: ${binding.error.message}`);
  const { schedule, runOnStartup, useMonitor } = binding.data;
  const timeZone = appSettings.get('WEBSITE_TIME_ZONE') ?? 'UTC';
  try {
    const parsed = parseSchedule(appSettings.substitute(schedule, where), timeZone);
    const keepsStatus = useMonitor && isMonitored(parsed, options.clock.now());
    return new TimerTrigger(options, parsed, { runOnStartup, keepsStatus });
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** https://github.com/Azure/azure-webjobs-sdk-extensions/blob/main/src/WebJobs.Extensions/Extensions/Timers/Listener/TimerListener.cs */
class TimerTrigger implements Listener {
  private readonly options: TimerTriggerOptions;
  private readonly schedule: Schedule;
  private readonly runOnStartup: boolean;
  private readonly store: TimerStatusStore | undefined;
  private status: TimerStatus;
  private cancelAlarm: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    options: TimerTriggerOptions,
    schedule: Schedule,
    { runOnStartup, keepsStatus }: { runOnStartup: boolean; keepsStatus: boolean },
  ) {
    this.options = options;
    this.schedule = schedule;
    this.runOnStartup = runOnStartup;
    this.store = keepsStatus ? new TimerStatusStore(options.database) : undefined;
    this.status = this.firstStatus();
  }

  start(): Promise<void> {
    this.status = this.resume();
    const isPastDue = this.options.clock.now() > this.status.next;
    if (isPastDue || this.runOnStartup) this.fire(isPastDue);
    else this.arm();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelAlarm();
    await this.running;
  }

  runOnce(): Promise<void> {
    return this.options.run(this.input(false));
  }

  private firstStatus(): TimerStatus {
    const now = this.options.clock.now();
    return { last: undefined, next: this.schedule.next(now), lastUpdated: now };
  }

  /** A schedule that has been changed since counts from when the old one last ran. */
  private resume(): TimerStatus {
    const kept = this.store?.load(this.options.fn.name);
    const status = kept
      ? { ...kept, next: this.schedule.next(kept.lastUpdated) }
      : this.firstStatus();
    this.store?.save(this.options.fn.name, status);
    return status;
  }

  private arm(): void {
    if (this.isStopped) return;
    this.cancelAlarm = this.options.clock.callAt(this.status.next, () => {
      this.fire(false);
    });
  }

  private fire(isPastDue: boolean): void {
    this.running = this.runAndRecord(isPastDue);
  }

  /** The status changes after the run: a host that is killed in the middle of it finds the run past due. */
  private async runAndRecord(isPastDue: boolean): Promise<void> {
    const { clock, fn, run } = this.options;
    const firedAt = clock.now();
    await run(this.input(isPastDue)).catch(() => undefined);
    this.status = { last: firedAt, next: this.schedule.next(firedAt), lastUpdated: firedAt };
    this.store?.save(fn.name, this.status);
    this.arm();
  }

  private input(isPastDue: boolean): RpcData {
    const { last, next, lastUpdated } = this.status;
    const status = {
      Last: last ? timeText(last) : '0001-01-01T00:00:00',
      Next: timeText(next),
      LastUpdated: timeText(lastUpdated),
    };
    return {
      json: JSON.stringify({
        Schedule: { AdjustForDST: true },
        ScheduleStatus: this.store ? status : null,
        IsPastDue: isPastDue,
      }),
    };
  }
}

function timeText(date: Date): string {
  return date.toISOString().replace(/(\.000)?Z$/, '+00:00');
}
