import { z } from 'zod';

/** What Azure's SDKs throw when a service answers with an error. */
const RestError = z.object({
  name: z.literal('RestError'),
  statusCode: z.int().optional(),
  response: z
    .object({
      headers: z.custom<{ get(name: string): string | undefined }>(
        (value) => typeof value === 'object',
      ),
    })
    .optional(),
});

interface Refusal {
  /** 0: there was no answer. */
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** How a call was refused; undefined for an error that is none of the SDK's. */
export function refusalOf(error: unknown): Refusal | undefined {
  const { success, data } = RestError.safeParse(error);
  if (!success) return undefined;
  const retryAfterSeconds = Number(data.response?.headers.get('retry-after') ?? NaN);
  return {
    status: data.statusCode ?? 0,
    ...(Number.isFinite(retryAfterSeconds) && { retryAfterSeconds }),
  };
}
