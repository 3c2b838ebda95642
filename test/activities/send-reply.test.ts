import { describe, expect, test } from '@jest/globals';
import { sendReply } from '../../activities/send-reply.ts';
import type { JobRow } from '../../jobs/job-rows.ts';
import { jobId, JobWorld, oneContainer } from '../support/job-world.ts';
import { twice } from '../support/twice.ts';

const reply = { queue: 'job-replies', correlationId: 'c-1' };

/** A job that is over and waits for its reply. */
async function ended(change: Partial<JobRow> = {}): Promise<JobWorld> {
  const world = new JobWorld({ group: oneContainer });
  const end = { phase: 'over', outcome: { status: 'succeeded' }, reply } as const;
  await world.store.updateJob(jobId, { ...end, ...change });
  return world;
}

describe('sendReply', () => {
  test('sends the status to the queue, with the correlation id, and repeated the same message', async () => {
    const world = await ended();
    await world.store.putTask(jobId, 0, { logs: ['https://account.blob.example/logs/a'] });
    await twice(sendReply(world.deps), { jobId });
    const [first, ...others] = world.replies;
    expect(first).toMatchObject({ ...reply, messageId: `reply-${jobId}` });
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      id: jobId,
      phase: 'over',
      outcome: { status: 'succeeded' },
      logs: ['https://account.blob.example/logs/a'],
      links: { self: `https://app.example/api/jobs/${jobId}` },
    });
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  test('leaves out of a status that is too long for a message what can be had by its link', async () => {
    const world = await ended({ output: JSON.stringify('x'.repeat(70_000)) });
    await twice(sendReply(world.deps), { jobId });
    expect(world.replies[0]?.body.length).toBeLessThan(2_000);
    expect(JSON.parse(world.replies[0]?.body ?? '')).toMatchObject({ id: jobId, isCut: true });
  });

  test('fails, saying so, where the settings of Service Bus are gone', async () => {
    const { deps } = await ended();
    const without = { ...deps, replies: undefined };
    await expect(twice(sendReply(without), { jobId })).rejects.toThrow('ServiceBusConnection');
  });
});
