import { InvocationContext } from '@azure/functions';
import { expect } from '@jest/globals';
import type { ActivityHandler } from 'durable-functions';

/** What an activity gives. It is called twice, as Azure does after a crash, and must give the same. */
export async function twice(handler: ActivityHandler, input: unknown): Promise<unknown> {
  const first: unknown = await handler(input, new InvocationContext());
  expect(await handler(input, new InvocationContext())).toEqual(first);
  return first;
}
