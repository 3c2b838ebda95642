import type { HttpResponseInit } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { approveJob, rejectJob } from '../../triggers/http-decide-step.ts';
import { steps, succeeded, worldOf } from './support/steps.ts';
import { jsonOf, requestOf, World } from './support/world.ts';

type Word = typeof approveJob;
const say = (world: World, word: Word, body?: unknown, id = 'job1'): Promise<HttpResponseInit> =>
  word(
    world,
    world.orchestrations,
    requestOf({ method: 'POST', id, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  );

describe('POST /api/jobs/{id}/approve and /reject', () => {
  test('keep who says what, and wake the step', async () => {
    const world = await worldOf();
    const reply = await say(world, approveJob, { step: 'two', by: 'ann', comment: 'fine' });
    expect(reply).toMatchObject({ status: 202, jsonBody: { id: 'job1' } });
    expect(await world.store.readDecision('job1', 2)).toEqual({
      approved: true,
      by: 'ann',
      comment: 'fine',
      at: world.time.toISOString(),
    });
    expect(world.woken).toEqual(['job1-await-2']);
  });

  test('need no body where one step asks, and a name where several do', async () => {
    const one = await worldOf(['two']);
    expect((await say(one, rejectJob)).status).toBe(202);
    expect(await one.store.readDecision('job1', 2)).toMatchObject({ approved: false });
    const reply = await say(await worldOf(), approveJob, {});
    expect(reply.status).toBe(400);
    expect(jsonOf(reply)).toMatchObject({
      errors: [{ path: 'step', message: 'is required: one, two ask' }],
    });
  });

  test('are 409 after another word, and not after the same', async () => {
    const world = await worldOf();
    const twice = { step: 'one' };
    expect((await say(world, approveJob, twice)).status).toBe(202);
    expect((await say(world, approveJob, twice)).status).toBe(202);
    const reply = await say(world, rejectJob, twice);
    expect(jsonOf(reply)).toMatchObject({ status: 409, title: 'It was approved before' });
  });

  test('are 409 for a step that is over without a word, and for a job that is', async () => {
    const world = await worldOf();
    await world.store.changeStep('job1', 1, { state: 'over', outcome: { status: 'skipped' } });
    expect((await say(world, approveJob, { step: 'one' })).status).toBe(409);
    await world.store.updateJob('job1', { phase: 'over', outcome: succeeded });
    expect((await say(world, approveJob, { step: 'two' })).status).toBe(409);
    expect(await world.store.readDecision('job1', 2)).toBeUndefined();
  });

  test.each([
    [{ step: 'build' }, 'step', 'is no step of this job that asks for approval'],
    [{ step: 'none' }, 'step', 'is no step of this job that asks for approval'],
    [{ why: 'x' }, '', expect.stringContaining('why')],
    [{ by: 1 }, 'by', expect.any(String)],
    [[], '', expect.any(String)],
  ])('refuse %j', async (body, path, message) => {
    const reply = await say(await worldOf(), approveJob, body);
    expect(reply.status).toBe(400);
    expect(jsonOf(reply)).toMatchObject({ errors: [{ path, message }] });
  });

  test('hear a word before the job has begun', async () => {
    const world = new World();
    await world.hasJob({ phase: 'waiting' });
    const parsed = parseJobSpec({ steps });
    await world.artifacts.saveJobFile(
      'job1',
      'spec.json',
      JSON.stringify(parsed.ok ? parsed.spec : {}),
    );
    expect((await say(world, approveJob, { step: 'two' })).status).toBe(202);
    expect(await world.store.readDecision('job1', 2)).toMatchObject({ approved: true });
  });

  test('are 409 for a job without steps, and 404 without a job', async () => {
    const world = new World();
    await world.hasJob();
    expect((await say(world, approveJob)).status).toBe(409);
    expect((await say(world, approveJob, {}, 'unknown')).status).toBe(404);
  });
});
