import { expect, test } from '@jest/globals';
import { HmacSignatures } from '../../clients/azure/signatures.ts';
import { claimOf } from '../../jobs/completion.ts';
import { hookDone } from '../../triggers/http-hook-done.ts';
import { requestOf, World } from './support/world.ts';

const signatures = new HmacSignatures('a key of this test, long enough to be one');
const reporter = { jobId: 'job1', task: 0, attempt: 1, container: 'main' };
const tokenOf = (who = reporter, by = signatures): string =>
  `${claimOf(who)}.${by.sign(claimOf(who))}`;

async function worldWithTask(): Promise<World> {
  const world = new World();
  await world.hasJob();
  await world.store.putTask('job1', 0, { state: 'running', group: 'job1-0-1' });
  return world;
}

const post = async (world: World, authorization?: string, body = '{"exitCode":3}') =>
  (
    await hookDone(
      { store: world.store, signatures, now: world.now },
      world.orchestrations,
      requestOf({
        method: 'POST',
        path: '/api/hooks/done',
        headers: { ...(authorization !== undefined && { authorization }) },
        body,
      }),
    )
  ).status;

test('an exit is written down, and the watcher of its group woken', async () => {
  const world = await worldWithTask();
  await expect(post(world, `Bearer ${tokenOf()}`)).resolves.toBe(202);
  expect(world.woken).toEqual(['watch-job1-0-1']);
  await expect(world.store.readExits(reporter)).resolves.toEqual([
    { container: 'main', exitCode: 3, at: world.now().toISOString() },
  ]);
});

test.each([
  ['no token', undefined],
  ['no bearer', tokenOf()],
  ['another scheme', `Basic ${tokenOf()}`],
  ['nothing but a claim', `Bearer ${claimOf(reporter)}`],
  ['no signature', `Bearer ${claimOf(reporter)}.`],
  ['a signature of another claim', `Bearer ${claimOf(reporter)}.${signatures.sign('done')}`],
  [
    'a signature by another key',
    `Bearer ${tokenOf(reporter, new HmacSignatures('another key, of somebody else altogether'))}`,
  ],
  ['a claim that was changed', `Bearer ${tokenOf().replace('/0/', '/1/')}`],
  ['a right signature of what is no reporter', `Bearer done/x.${signatures.sign('done/x')}`],
  ['a very long token', `Bearer ${'a'.repeat(600)}.${'b'.repeat(600)}`],
])('%s is refused alike, and changes nothing', async (_, authorization) => {
  const world = await worldWithTask();
  await expect(post(world, authorization)).resolves.toBe(401);
  await expect(post(new World(), authorization)).resolves.toBe(401);
  expect(world.woken).toEqual([]);
  await expect(world.store.readExits(reporter)).resolves.toEqual([]);
});

test('a token is good once', async () => {
  const world = await worldWithTask();
  const authorization = `Bearer ${tokenOf()}`;
  await post(world, authorization);
  await expect(post(world, authorization, '{"exitCode":0}')).resolves.toBe(409);
  expect(world.woken).toHaveLength(1);
  await expect(world.store.readExits(reporter)).resolves.toMatchObject([{ exitCode: 3 }]);
});

test('late calls change nothing: the attempt is over, or another one runs, or the task is unknown', async () => {
  const world = await worldWithTask();
  const authorization = `Bearer ${tokenOf()}`;
  await world.store.putTask('job1', 0, { group: 'job1-0-2' });
  await expect(post(world, authorization)).resolves.toBe(409);
  await world.store.putTask('job1', 0, { group: 'job1-0-1', state: 'over' });
  await expect(post(world, authorization)).resolves.toBe(409);
  await expect(post(new World(), authorization)).resolves.toBe(409);
  expect(world.woken).toEqual([]);
});

test.each([
  ['no JSON', '{', 400],
  ['no exit code', '{}', 400],
  ['a text', '{"exitCode":"0"}', 400],
  ['a fraction', '{"exitCode":0.5}', 400],
  ['more than an exit code', '{"exitCode":0,"x":1}', 400],
  ['too much', `{"exitCode":0${' '.repeat(2000)}}`, 413],
])('a body that has %s uses up no token', async (_, body, status) => {
  const world = await worldWithTask();
  await expect(post(world, `Bearer ${tokenOf()}`, body)).resolves.toBe(status);
  await expect(post(world, `Bearer ${tokenOf()}`)).resolves.toBe(202);
});
