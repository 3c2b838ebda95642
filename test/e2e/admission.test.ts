import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countContainerGroups } from '../../local/demo/leftovers.ts';
import { eventually } from '../support/eventually.ts';
import { shellJob } from '../support/shell-job.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
  const limits = { standardCores: 2 };
  await fetch(`${local.stack.ready['arm'] ?? ''}/_emu/behaviour`, {
    method: 'PATCH',
    body: JSON.stringify({ limits }),
  });
}, 60_000);
afterAll(() => local.stop());

test('more tasks than there are cores wait for each other, say so, and all succeed', async () => {
  const items = { from: 0, to: 5 };
  const id = await local.api.post({
    ...shellJob('sleep 2'),
    fanOut: { items, maxParallel: 6 },
  });
  const waiting = await eventually(async () => {
    const response = await local.request('GET', `/api/jobs/${id}`);
    const text = await response.text();
    return text.includes('"waitingFor"') ? text : undefined;
  });
  expect(waiting).toContain('"what":"quota"');
  await expect(local.whenOver(id)).resolves.toMatchObject({
    outcome: { status: 'succeeded' },
    tasks: { succeeded: 6 },
  });
  const over = await (await local.request('GET', `/api/jobs/${id}`)).text();
  // Nobody was refused at the cost of an attempt, and nothing is waited for any more.
  expect(over).toContain('"attempts":6');
  expect(over).not.toContain('waitingFor');
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(0);
}, 120_000);

test('a cancel is heard at once by those that wait for cores', async () => {
  const items = { from: 0, to: 5 };
  const id = await local.api.post({
    ...shellJob('sleep 600'),
    fanOut: { items, maxParallel: 6 },
  });
  await eventually(async () => {
    const response = await local.request('GET', `/api/jobs/${id}`);
    return (await response.text()).includes('"waitingFor"') ? true : undefined;
  });
  const began = Date.now();
  await local.request('POST', `/api/jobs/${id}/cancel`);
  await expect(local.whenOver(id)).resolves.toMatchObject({ outcome: { status: 'cancelled' } });
  // By themselves they ask again after half a minute.
  expect(Date.now() - began).toBeLessThan(20_000);
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(0);
}, 60_000);
