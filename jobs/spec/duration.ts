import { parse, type Duration as Parts } from 'tinyduration';
import { z } from 'zod';

const secondsPer = { weeks: 604_800, days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;
const units = ['weeks', 'days', 'hours', 'minutes', 'seconds'] as const;
const longestSeconds = 7 * secondsPer.days;

/** An ISO 8601 duration of 1 second to 7 days without years and months, whose length depends on the calendar. */
export const Duration = z.string().check((context) => {
  const problem = problemOf(context.value);
  if (problem)
    context.issues.push({ code: 'custom', input: context.value, message: problem, continue: true });
});

/** Whole seconds of a valid duration, rounded up. */
export function secondsOf(duration: string): number {
  return Math.ceil(total(parse(duration)));
}

function problemOf(text: string): string | undefined {
  const parts = partsOf(text);
  if (!parts) return 'must be an ISO 8601 duration, such as PT1H30M';
  if (parts.years !== undefined || parts.months !== undefined)
    return 'may not have years or months, whose length depends on the calendar; say it in days';
  const seconds = total(parts);
  return parts.negative === true || seconds < 1 || seconds > longestSeconds
    ? 'must be between 1 second (PT1S) and 7 days (P7D)'
    : undefined;
}

function partsOf(text: string): Parts | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function total(parts: Parts): number {
  return units.reduce((sum, unit) => sum + (parts[unit] ?? 0) * secondsPer[unit], 0);
}
