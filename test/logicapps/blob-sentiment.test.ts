import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { classifyCreateError } from '../../jobs/failure.ts';
import type { Course } from '../local/logic-apps/support/fake-arm.ts';
import { World } from '../local/logic-apps/support/world.ts';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start(world.shipped('blob-sentiment'));
  world.blobs.put('input/reviews.jsonl', '{}');
});

afterEach(() => world.stop());

const fails: Course = { runsMs: 30_000, state: 'Failed', exitCode: 65, log: 'line 1 is no JSON' };

test('a blob is scored, its log is kept and the group is deleted', async () => {
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  const [group] = world.arm.created;
  expect(world.blobs.text(`logs/${group?.name ?? ''}/0-1/sentiment.txt`)).toBe('done');
  expect(world.arm.created).toHaveLength(1);
  expect(world.arm.groups.size).toBe(0);
});

test('the container gets signed URLs as the Durable side gives them', async () => {
  await world.firstEnd();
  const [group] = world.arm.created;
  const [container] = group?.body.properties.containers ?? [];
  const variables = container?.properties.environmentVariables ?? [];
  const values = Object.fromEntries(
    variables.map(({ name, value, secureValue }) => [name, value ?? `secret ${secureValue ?? ''}`]),
  );
  const input = 'https://account.blob.invalid/input/reviews.jsonl?sv=1&sp=r&se=';
  const output = `https://account.blob.invalid/results/${group?.name ?? ''}/?sv=1&sp=cw&se=`;
  expect(values).toEqual({
    JOB_ID: group?.name,
    TASK_INDEX: '0',
    TASK_COUNT: '1',
    ATTEMPT: '1',
    INPUT_URL: expect.stringContaining(`secret ${input}`),
    INPUT_URLS: expect.stringContaining(`secret ["${input}`),
    OUTPUT_URL: expect.stringContaining(`secret ${output}`),
  });
});

test('the group is tagged so that the sweeper of its deployment finds it when it is left', async () => {
  await world.firstEnd();
  const [group] = world.arm.created;
  expect(group?.body.tags).toEqual({
    owner: 'deployment-1',
    kind: 'job',
    job: group?.name,
    task: '0',
    attempt: '1',
    leaseUntil: '2026-01-02T00:01:00.000Z',
  });
});

test('a container that fails: the run fails with its class, the log is kept, the group deleted', async () => {
  world.arm.course = fails;
  const run = await world.firstEnd();
  expect(run).toMatchObject({ status: 'Failed', error: { code: 'container-exit' } });
  expect(run.error?.message).toContain('exit code 65');
  const [group] = world.arm.created;
  expect(world.blobs.text(`logs/${group?.name ?? ''}/0-1/sentiment.txt`)).toBe('line 1 is no JSON');
  expect(world.arm.groups.size).toBe(0);
});

const notStarted = { runsMs: 0, state: 'Pending', provisioningState: 'Failed' } as const;
const classes: readonly (readonly [string, Course])[] = [
  ['container-exit', fails],
  ['container-exit', { ...fails, exitCode: -1, state: 'Stopped' }],
  ['out-of-memory', { ...fails, exitCode: 137 }],
  ['out-of-memory', { ...fails, exitCode: 1, detailStatus: 'OOMKilled' }],
  ['platform-kill', { ...fails, exitCode: 7147 }],
  ['timedOut', { runsMs: 1e9, state: 'Succeeded' }],
  ['stuck', { runsMs: 0, state: 'Pending' }],
  ['platform-error', notStarted],
  ['capacity', { ...notStarted, events: [{ name: 'InsufficientCapacity.', message: 'no room' }] }],
  [
    'image-unavailable',
    { ...notStarted, events: [{ name: 'Failed', message: 'Failed to pull image "x"' }] },
  ],
];

test.each(classes)('a group can end as %s', async (expected, course) => {
  world.arm.course = course;
  const run = await world.firstEnd();
  expect(run).toMatchObject({ status: 'Failed', error: { code: expected } });
  expect(world.arm.groups.size).toBe(0);
});

const refusals: readonly (readonly [number, string])[] = [
  [400, 'ContainerGroupQuotaReached'],
  [400, 'InaccessibleImage'],
  [400, 'InvalidContainerGroup'],
  [403, 'AuthorizationFailed'],
  [409, 'RegistryErrorResponse'],
  [409, 'ServiceUnavailable'],
  [409, 'ContainerGroupTransitioning'],
  [409, 'SomethingElse'],
  [429, 'TooManyRequests'],
  [429, 'SomethingElse'],
  [500, 'InternalServerError'],
];

test.each(refusals)(
  'a create refused with %s %s has the class that Durable gives it',
  async (status, code) => {
    const instead = { method: 'PUT', answer: { status, code } };
    world.arm.instead.push(...Array.from({ length: 7 }, () => instead));
    const run = await world.firstEnd();
    expect(run.error?.code).toBe(classifyCreateError(status, code));
    expect(world.arm.groups.size).toBe(0);
  },
);

test('the class table of the README is that of the definition', () => {
  const readme = readFileSync('logicapps/README.md', 'utf8');
  const named = [
    ...classes.map(([name]) => name),
    'quota',
    'registry-busy',
    'invalid-spec',
    'lost',
  ];
  for (const name of named) expect(readme).toContain(`\`${name}\``);
});

test('a throttled create is tried again', async () => {
  const instead = { method: 'PUT', answer: { status: 429, code: 'TooManyRequests' } };
  world.arm.instead.push(instead, instead);
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.arm.created).toHaveLength(1);
});

test('a get that fails for a while does not end the job', async () => {
  const cut = { method: 'GET', answer: 'cut' as const };
  const busy = { method: 'GET', answer: { status: 503 } };
  world.arm.instead.push(cut, busy, busy, cut, busy, busy, cut);
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.arm.groups.size).toBe(0);
});

test('a group that is not to be seen right after its creation is waited for', async () => {
  world.arm.instead.push({ method: 'GET', answer: { status: 404, code: 'ResourceNotFound' } });
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
});

test('a group that disappears is lost when the time is up', async () => {
  world.arm.course = { runsMs: 1e9, state: 'Succeeded' };
  await world.clock.runUntil(() => world.arm.created.length === 1, 600_000);
  world.arm.groups.clear();
  expect(await world.firstEnd()).toMatchObject({ error: { code: 'lost' } });
});

test('a delete that is throttled is tried until it is done', async () => {
  const instead = { method: 'DELETE', answer: { status: 429, code: 'TooManyRequests' } };
  world.arm.instead.push(...Array.from({ length: 8 }, () => instead));
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.arm.groups.size).toBe(0);
});

test('a delete that never succeeds does not change how the job ended', async () => {
  const instead = { method: 'DELETE', answer: { status: 500 } };
  world.arm.instead.push(...Array.from({ length: 11 }, () => instead));
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
});

test('logs that can not be had do not change how the job ended', async () => {
  world.arm.course = { runsMs: 0, state: 'Succeeded', exitCode: 0 };
  await world.clock.runUntil(() => world.arm.calls.some((call) => call.startsWith('GET')), 600_000);
  const instead = { method: 'GET', answer: { status: 404, code: 'ContainerLogNotAvailable' } };
  world.arm.instead.push(instead);
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  expect(world.arm.groups.size).toBe(0);
});
