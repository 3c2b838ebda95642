import { Cron } from 'croner';
import { parseTimeSpan } from '../time-span.ts';

/** When a timer fires. */
export interface Schedule {
  /** The first moment after `from`. */
  next(from: Date): Date;
}

const value =
  '(?:\\d+|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)';
const item = `(?:\\*|${value})(?:-${value})?(?:/\\d+)?`;
const field = `${item}(?:,${item})*`;
const ncrontab = new RegExp(`^${field}(?: +${field}){4,5}$`, 'i');

/**
 * Reads an NCRONTAB expression of six (or five) fields, or a TimeSpan; throws, saying why, when it is neither or never
 * comes. What other cron dialects have besides (`?`, `L`, `W`, `#`, `@daily`) Azure does not.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
 */
export function parseSchedule(text: string, timeZone: string): Schedule {
  const intervalMs = parseTimeSpan(text);
  if (intervalMs !== undefined) return every(intervalMs, text);
  if (!ncrontab.test(text.trim()))
    throw new Error(`"${text}" is no NCRONTAB expression of six fields`);
  // NCRONTAB wants the day of the month and the day of the week both, unlike Unix cron.
  const cron = new Cron(text.trim(), {
    paused: true,
    domAndDow: true,
    mode: '5-or-6-parts',
    timezone: timeZone,
  });
  return {
    next: (from) => {
      const next = cron.nextRun(from);
      if (!next) throw new Error(`the schedule "${text}" never comes`);
      return next;
    },
  };
}

function every(intervalMs: number, text: string): Schedule {
  if (intervalMs <= 0) throw new Error(`the schedule "${text}" has no length`);
  return { next: (from) => new Date(from.getTime() + intervalMs) };
}

const minuteMs = 60_000;

/** Azure keeps no status of schedules that come more often than every minute. */
export function isMonitored(schedule: Schedule, from: Date): boolean {
  let earlier = schedule.next(from);
  for (let occurrence = 0; occurrence < 10; occurrence += 1) {
    const later = schedule.next(earlier);
    if (later.getTime() - earlier.getTime() < minuteMs) return false;
    earlier = later;
  }
  return true;
}
