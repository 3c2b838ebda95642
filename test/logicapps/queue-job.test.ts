import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeQueues } from '../local/logic-apps/support/fake-storage.ts';
import { World } from '../local/logic-apps/support/world.ts';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start(world.shipped('queue-job'));
});

afterEach(() => world.stop());

const container = (image: string, more: object = {}) => ({
  name: 'work',
  properties: { image, resources: { requests: { cpu: 1, memoryInGB: 1.5 } }, ...more },
});
const message = (...containers: object[]): string =>
  JSON.stringify({ name: 'mine', group: { properties: { containers, restartPolicy: 'Never' } } });
const good = message(
  container('durableaci.azurecr.io/work:1', {
    command: ['run', 'it'],
    environmentVariables: [{ name: 'COLOUR', value: 'red' }],
  }),
);
const poison = (): unknown[] =>
  world.queues.texts('work-poison').map((text): unknown => JSON.parse(text));

test.each([
  ['JSON', good],
  ['base64 of JSON', Buffer.from(good).toString('base64')],
])('a message of %s runs its group and is deleted', async (_, text) => {
  await world.queues.put('work', text);
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.queues.texts('work')).toEqual([]);
  expect(poison()).toEqual([]);
  expect(world.arm.groups.size).toBe(0);
});

test('containers keep what the message gives them and get what every job gets', async () => {
  await world.queues.put('work', good);
  await world.firstEnd();
  const [group] = world.arm.created;
  expect(group?.body.properties.containers).toEqual([
    {
      name: 'work',
      properties: {
        image: 'durableaci.azurecr.io/work:1',
        command: ['run', 'it'],
        resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
        environmentVariables: [
          { name: 'COLOUR', value: 'red' },
          { name: 'JOB_ID', value: group?.name },
          { name: 'TASK_INDEX', value: '0' },
          { name: 'TASK_COUNT', value: '1' },
          { name: 'ATTEMPT', value: '1' },
          { name: 'OUTPUT_URL', secureValue: expect.stringContaining(`/${group?.name ?? ''}/?`) },
        ],
      },
    },
  ]);
});

test('the lease of a group lasts as long as its message stays hidden', async () => {
  await world.queues.put('work', good);
  await world.firstEnd();
  const [group] = world.arm.created;
  const start = world.runs()[0]?.startTime ?? '';
  expect(Date.parse(group?.body.tags['leaseUntil'] ?? '')).toBe(Date.parse(start) + 7_200_000);
});

test('the log of every container is kept', async () => {
  const image = 'durableaci.azurecr.io/work:1';
  await world.queues.put('work', message(container(image), { ...container(image), name: 'side' }));
  await world.firstEnd();
  const job = world.arm.created[0]?.name ?? '';
  expect(world.blobs.text(`logs/${job}/0-1/work.txt`)).toBe('done');
  expect(world.blobs.text(`logs/${job}/0-1/side.txt`)).toBe('done');
});

test('a job that fails leaves its message, with the reason, to the poison queue', async () => {
  world.arm.course = { runsMs: 0, state: 'Failed', exitCode: 3 };
  await world.queues.put('work', good);
  const run = await world.firstEnd();
  expect(run).toMatchObject({ status: 'Failed', error: { code: 'container-exit' } });
  expect(world.queues.texts('work')).toEqual([]);
  expect(poison()).toEqual([
    { reason: 'container-exit', errors: [], run: run.name, original: good },
  ]);
});

const bad: readonly (readonly [string, string])[] = [
  ['no JSON', 'hello'],
  ['no group', '{"name": "x"}'],
  ['a field that is not known', JSON.stringify({ ...JSON.parse(good), volumes: [] })],
  ['an image from elsewhere', message(container('evil.example/work'))],
  ['a second image from elsewhere', message(container('durableaci.azurecr.io/a'), container('b'))],
  ['a restart policy that does not end', good.replace('"Never"', '"Always"')],
  ['a secure value', message(container('durableaci.azurecr.io/a', { secretRef: 'x' }))],
];

test.each(bad)('a message with %s makes no group and goes to the poison queue', async (_, text) => {
  await world.queues.put('work', text);
  const run = await world.firstEnd();
  expect(run).toMatchObject({ status: 'Failed', error: { code: 'invalid-spec' } });
  expect(world.arm.created).toEqual([]);
  expect(world.queues.texts('work')).toEqual([]);
  expect(poison()).toMatchObject([{ reason: 'invalid-spec', original: text }]);
});

test('the errors of a message that is wrong stand in the poison queue', async () => {
  await world.queues.put('work', '{"name": 1}');
  await world.firstEnd();
  const [first] = poison();
  expect(first).toHaveProperty('errors.length', 2);
});

test('a message whose visibility lapsed is somebody else’s: the delete fails, the run stands', async () => {
  await world.queues.put('work', good);
  await world.clock.runUntil(() => world.arm.created.length === 1, 600_000);
  const [taken] = world.queues.queues.get('work') ?? [];
  if (!taken) throw new Error('there is no message');
  world.queues.queues.set('work', [{ ...taken, PopReceipt: 'another' }]);
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.action('Delete_message')).toMatchObject({ status: 'Failed', code: 'NotFound' });
});

test('a message is not deleted when the poison queue can not take it', async () => {
  world.queues.put = () => Promise.reject(new Error('the queue is away'));
  await putAsAnother(world, 'hello');
  const run = await world.firstEnd();
  expect(run).toMatchObject({ status: 'Failed', error: { code: 'invalid-spec' } });
  expect(world.queues.texts('work')).toEqual(['hello']);
});

/** As another client would put it. */
async function putAsAnother({ queues, clock }: World, text: string): Promise<void> {
  const other = new FakeQueues(clock);
  await other.put('work', text);
  queues.queues.set('work', other.queues.get('work') ?? []);
}
