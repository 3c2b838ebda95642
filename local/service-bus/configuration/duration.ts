import { z } from 'zod';

const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** An ISO 8601 duration above zero, without years, months and weeks; in whole milliseconds. */
export const Duration = z.string().transform((text, context): number => {
  const match = parts.exec(text);
  if (!match || text.endsWith('P') || text.endsWith('T')) {
    context.addIssue(`"${text}" is no duration such as PT1M`);
    return z.NEVER;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const milliseconds = Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  if (milliseconds > 0) return milliseconds;
  context.addIssue(`"${text}" is no time at all`);
  return z.NEVER;
});
