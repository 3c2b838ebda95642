import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countContainerGroups } from '../../local/demo/leftovers.ts';
import { shellJob } from '../support/shell-job.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 60_000);
afterAll(() => local.stop());

const sleepers = (seconds: number) => ({
  fanOut: { items: { from: 0, to: 4 }, maxParallel: 3 },
  ...shellJob(`sleep ${String(seconds)}`),
});

test('a cancelled job deletes its running groups before it says so', async () => {
  const id = await local.api.post(sleepers(600));
  await eventually(async () => ((await local.api.get(id)).tasks.running === 3 ? true : undefined));
  const response = await local.request('POST', `/api/jobs/${id}/cancel`);
  expect(response.status).toBe(202);
  const groupsWhenOver = await eventually(async () => {
    const job = await local.api.get(id);
    return job.phase === 'over' ? countContainerGroups(local.stack.ready) : undefined;
  });
  expect(groupsWhenOver).toBe(0);
  await expect(local.api.get(id)).resolves.toMatchObject({ outcome: { status: 'cancelled' } });
}, 60_000);

test('a job that outlives its timeout is ended, and leaves nothing', async () => {
  const id = await local.api.post({ ...sleepers(600), timeout: 'PT5S' });
  await expect(local.whenOver(id)).resolves.toMatchObject({ outcome: { status: 'timedOut' } });
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(0);
}, 60_000);

test('a job that is over cannot be cancelled any more, and one that is not there is not found', async () => {
  const [over] = await local.api.list();
  const late = await local.request('POST', `/api/jobs/${over?.id ?? ''}/cancel`);
  expect(late.status).toBe(409);
  const unknown = await local.request('POST', '/api/jobs/no-such-job/cancel');
  expect(unknown.status).toBe(404);
});
