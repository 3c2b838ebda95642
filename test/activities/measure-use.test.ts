import { expect, test } from '@jest/globals';
import { collectAttempt } from '../../activities/collect-attempt.ts';
import { planJob } from '../../activities/plan-job.ts';
import type { Metrics } from '../../clients/ports.ts';
import type { MeasuredUse } from '../../jobs/advice.ts';
import { statusOf } from '../../jobs/job-status.ts';
import { jobId, JobWorld, oneContainer, target } from '../support/job-world.ts';
import { twice } from '../support/twice.ts';

const ended = (exitCode = 0, finishedAt = '2026-01-01T00:10:00.000Z') => ({
  state: 'ended',
  containers: [{ name: 'main', exitCode, detailStatus: '' }],
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt,
});
const little: MeasuredUse = { container: 'main', minutes: 10, cpu: 0.2, memoryInGB: 0.3 };

/** The status of a job whose only group ended so, and what was asked. */
async function collected(group: object, answer: () => Promise<MeasuredUse[]>) {
  const world = new JobWorld({ group: oneContainer });
  const asked: unknown[] = [];
  const metrics: Metrics = {
    measured: (_target, name, { from, to }) => {
      asked.push([name, from.toISOString(), to.toISOString()]);
      return answer();
    },
  };
  await twice(planJob(world.deps), { jobId });
  const attempt = { jobId, task: 0, attempt: 1, target };
  const collect = collectAttempt({ ...world.deps, metrics });
  await twice(collect, { ...attempt, group });
  return { status: statusOf(world.job, '', await world.tasks()), asked };
}

test('what a group has used is asked for once each time it is collected, and its job is given advice', async () => {
  const { status, asked } = await collected(ended(), () => Promise.resolve([little]));
  expect(asked[0]).toEqual([
    `${jobId}-0-1`,
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:10:00.000Z',
  ]);
  expect(asked).toHaveLength(2);
  expect(status.advice).toEqual([
    expect.stringMatching(
      /^main used at most 308 MB of 1.5 GB: memoryInGB 1 would do, and saves \$/,
    ),
  ]);
});

test.each([
  ['fails', () => Promise.reject(new Error('429'))],
  ['knows nothing', () => Promise.resolve([])],
])('a monitor that %s changes nothing', async (_, answer) => {
  const { status } = await collected(ended(), answer);
  expect(status.advice).toBeUndefined();
  expect(status.costUsd).toBeGreaterThan(0);
});

test.each([
  ['failed', ended(1)],
  ['ran for less than a minute', ended(0, '2026-01-01T00:00:59.000Z')],
  ['is gone', { state: 'absent' }],
])('nothing is asked about a group that %s', async (_, group) => {
  const { asked } = await collected(group, () => Promise.resolve([little]));
  expect(asked).toEqual([]);
});
