import { z } from 'zod';
import { Text } from './fields.ts';

/** What containers of a job get; a spec may not set them. */
const reservedNames = [
  'JOB_ID',
  'TASK_INDEX',
  'TASK_COUNT',
  'ATTEMPT',
  'ITEM',
  'ITEMS',
  'ITEMS_URL',
  'INPUT_URL',
  'INPUT_URLS',
  'OUTPUT_URL',
  'LOG_URL',
  'DONE_URL',
  'DONE_TOKEN',
] as const;
export const reservedVariables: ReadonlySet<string> = new Set(reservedNames);

/** A variable of a container; secret values are refused by name, see `errors.ts`. */
export const EnvironmentVariable = z.strictObject({
  /** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
  name: z
    .string()
    .regex(
      /^[A-Za-z_]([A-Za-z0-9_]{0,62})$/,
      'must be 1 to 63 letters, digits or _, not beginning with a digit',
    ),
  value: Text,
});
