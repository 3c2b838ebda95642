import { z } from 'zod';
import { Text } from './fields.ts';
import { SecretRef } from './secret-ref.ts';

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

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const name = z
  .string()
  .regex(
    /^[A-Za-z_]([A-Za-z0-9_]{0,62})$/,
    'must be 1 to 63 letters, digits or _, not beginning with a digit',
  );

/** A variable of a container. A `secureValue` is refused by name, see `errors.ts`: a `secretRef` stands in its place. */
export const EnvironmentVariable = z.union([
  z.strictObject({ name, value: Text }),
  z.strictObject({ name, secretRef: SecretRef }),
]);
