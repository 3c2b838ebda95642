import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { blobEvent } from '../../triggers/blob-event.ts';
import { postJob } from '../../triggers/http-post-job.ts';
import { queueMessage } from '../../triggers/queue-message.ts';
import { serviceBusMessage } from '../../triggers/service-bus-message.ts';
import { type HostileRequest, hostileRequest, worstRequests } from '../support/hostile-requests.ts';
import { jsonOf, requestOf, World } from './support/world.ts';
import { strideOf } from '../support/thorough.ts';

const Problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string().min(1),
  status: z.int(),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string().min(1) }))
    .min(1)
    .optional(),
});

/** 50 errors, each with a path. */
const maxReply = 100_000;
const stride = strideOf(10);
const runs = 10_600 / stride;
const world = new World();
const count = { refused: 0, started: 0, withFields: 0 };

/** Posts it to the function as the host does, and judges the answer; what throws would be a 500. */
async function judge({ headers, body, isWrong }: HostileRequest): Promise<void> {
  const request = requestOf({ method: 'POST', headers: { ...headers }, body });
  const reply = await postJob(world, world.orchestrations, request);
  if (reply.status === 202) {
    // A turn may lead to a spec that is right.
    expect(isWrong).toBe(false);
    count.started += 1;
    expect(world.started).toHaveLength(count.started);
    return;
  }
  count.refused += 1;
  expect([400, 413]).toContain(reply.status);
  expect(reply.headers).toMatchObject({ 'content-type': 'application/problem+json' });
  const problem = Problem.parse(jsonOf(reply));
  expect(problem.status).toBe(reply.status);
  if (problem.errors) count.withFields += 1;
  else expect(problem.title).toMatch(/^The body is /);
  expect(JSON.stringify(problem).length).toBeLessThan(maxReply);
  expect(world.started).toHaveLength(count.started);
  expect(world.store.jobs.size).toBe(count.started);
}

describe('requests that went wrong are never an error of the app, start nothing, and are answered by their fields', () => {
  test(`${runs} of them`, async () => {
    const property = fc.asyncProperty(hostileRequest, judge);
    await fc.assert(property, { numRuns: runs, seed: 20_261_121 });
    expect(count.refused).toBeGreaterThanOrEqual(10_000 / stride);
    expect(count.withFields).toBeGreaterThan(5_000 / stride);
  }, 120_000);

  test.each(worstRequests.map((request) => [request.body.slice(0, 40), request] as const))(
    'the worst: %s',
    async (_, request) => {
      await judge(request);
      expect(request.isWrong).toBe(true);
    },
    20_000,
  );
});

describe('messages that went wrong are never an error of the app and start nothing', () => {
  test('1,000 of them, to each queue', async () => {
    const metadata = { ...world.context, triggerMetadata: { id: 'm', messageId: 'm' } };
    const property = fc.asyncProperty(hostileRequest, async ({ body, isWrong }) => {
      for (const receive of [queueMessage, serviceBusMessage, blobEvent]) {
        const own = new World();
        await receive(own, own.orchestrations, body, metadata);
        expect(own.started.length + own.rejections.length).toBe(1);
        expect(isWrong && own.started.length > 0).toBe(false);
        expect(() => JSON.stringify(own.rejections)).not.toThrow();
      }
    });
    await fc.assert(property, { numRuns: 1_000 / stride, seed: 20_261_122 });
  }, 60_000);

  test.each(worstRequests.map(({ body }) => [body.slice(0, 40), body]))(
    'the worst: %s',
    async (_, body) => {
      for (const receive of [queueMessage, serviceBusMessage, blobEvent]) {
        const own = new World();
        await receive(own, own.orchestrations, body, own.context);
        expect([own.started.length, own.rejections.length]).toEqual([0, 1]);
      }
    },
    20_000,
  );
});
