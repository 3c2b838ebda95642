import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countContainerGroups } from '../../local/demo/leftovers.ts';
import { shellJob } from '../support/shell-job.ts';
import { startTestStack, type TestStack } from './stack.ts';

let local: TestStack;
beforeAll(async () => {
  local = await startTestStack();
}, 60_000);
afterAll(() => local.stop());

const soon = { backoff: { first: 'PT2S' } };

async function fault(action: object, match: object = {}): Promise<void> {
  const operation = 'ContainerGroups_CreateOrUpdate';
  const body = JSON.stringify({ match: { operation, ...match }, action });
  await fetch(`${local.stack.ready['arm'] ?? ''}/_emu/faults`, { method: 'POST', body });
}

/** All that the API says of a job that is over. */
async function statusOf(id: string): Promise<unknown> {
  await local.whenOver(id);
  return (await local.request('GET', `/api/jobs/${id}`)).json();
}

test('a job goes from a region without room to the next, and its status says so', async () => {
  await fault({ lifecycle: 'capacity:at=later', times: 2 }, { region: 'northeurope' });
  const regions = ['northeurope', 'westeurope'];
  const id = await local.api.post({ ...shellJob('echo done'), regions, retry: soon });
  await expect(statusOf(id)).resolves.toMatchObject({
    outcome: { status: 'succeeded' },
    attempts: 2,
    cleanup: 'done',
    failedAttempts: [
      { task: 0, attempt: 1, region: 'northeurope', outcome: { class: 'capacity' } },
    ],
  });
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(0);
}, 60_000);

test('a failed group that is kept is there with its log, and the cleanup is pending', async () => {
  const id = await local.api.post({ ...shellJob('exit 3'), keepOnFailure: 'PT1H' });
  await expect(statusOf(id)).resolves.toMatchObject({
    outcome: { class: 'container-exit', exitCode: 3 },
    cleanup: 'pending',
  });
  await expect(countContainerGroups(local.stack.ready)).resolves.toBe(1);
}, 60_000);
