import { z } from 'zod';

const frequencyMs = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

/** How often a trigger polls. https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#recurrence-trigger */
export const Recurrence = z.strictObject({
  frequency: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['second', 'minute', 'hour', 'day', 'week'])),
  interval: z.int().positive(),
});

export const everyMs = ({ frequency, interval }: z.infer<typeof Recurrence>): number =>
  frequencyMs[frequency] * interval;
