import { z } from 'zod';
import { durationMs } from '../definition/duration.ts';
import { RuntimeConfiguration } from '../definition/common.ts';

/** What the actions that send a request have in common, beside their inputs. */
export const outboundShape = {
  limit: z
    .strictObject({
      timeout: z
        .string()
        .refine((text) => durationMs(text) !== undefined, 'is no ISO 8601 duration such as PT1M'),
    })
    .optional(),
  operationOptions: z.literal('DisableAsyncPattern').optional(),
  runtimeConfiguration: RuntimeConfiguration.optional(),
};

export const timeoutOf = (limit: { readonly timeout: string } | undefined): number | undefined =>
  limit && durationMs(limit.timeout);

/** Names and values as text, as they stand in an URL or a header. What is null is left out. */
export function texts(value: unknown): Record<string, string> {
  const record = z.record(z.string(), z.unknown()).catch({}).parse(value);
  const entries = Object.entries(record).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, textOf(each)]));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  // As .NET writes them: https://learn.microsoft.com/dotnet/api/system.boolean.tostring
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}
