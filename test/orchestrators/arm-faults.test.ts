import { describe, expect, test } from '@jest/globals';
import { control } from '../local/aci/support/controls.ts';
import type { TestEmulator } from '../local/aci/support/in-process.ts';
import {
  fate,
  fault,
  groupsOf,
  ranOnArm,
  scriptJob,
  timesMade,
  useArm,
} from '../support/arm-world.ts';
import type { JobWorld } from '../support/job-world.ts';

let arm: TestEmulator;
useArm((emulator) => {
  arm = emulator;
});

/** Whatever happened: one outcome, no group left, and none made twice. */
async function expectClean(world: JobWorld): Promise<void> {
  expect(world.job).toMatchObject({ phase: 'over', cleanup: 'deleted' });
  expect(await groupsOf(arm)).toBe(0);
  expect(Object.values(await timesMade(arm)).every((times) => times === 1)).toBe(true);
}

const operations = [
  'ContainerGroups_CreateOrUpdate',
  'ContainerGroups_Get',
  'Containers_ListLogs',
  'ContainerGroups_Delete',
];
const faults: readonly (readonly [string, object])[] = [
  ['is cut off before it is done', { abort: 'before' }],
  ['is done, and its answer is lost', { abort: 'after' }],
  ['is answered in half', { truncate: 20 }],
  ['meets a fault of the server', { status: 500, headers: { 'retry-after': '1' } }],
  ['is throttled', { preset: 'throttled', retryAfterSeconds: 1 }],
  ['has a token that has expired', { preset: 'expiredToken' }],
  ['finds the group in transition', { status: 409, code: 'ContainerGroupTransitioning' }],
];

describe.each(operations)('a job whose %s', (operation) => {
  test.each(faults)(
    '%s comes to its end, and leaves nothing',
    async (_, action) => {
      await fault(arm, operation, action);
      const world = await ranOnArm(arm, scriptJob('exit 0'));
      expect(world.job.outcome).toEqual({ status: 'succeeded' });
      await expectClean(world);
    },
    30_000,
  );
});

describe('what happens to a group', () => {
  const again = { retry: { backoff: { first: 'PT5S' } } };

  test.each([
    ['capacity:at=once', 'capacity'],
    ['capacity:at=later', 'capacity'],
    ['registryBusy', 'registry-busy'],
    ['stuckPending', 'stuck'],
    ['stuckCreating', 'stuck'],
    ['stuckWaiting', 'stuck'],
    ['ghost:seconds=600', 'lost'],
  ])(
    '%s: it is %s, and the next one does the work',
    async (lifecycle, name) => {
      await fate(arm, lifecycle);
      const world = await ranOnArm(arm, scriptJob('sleep 0.3', again));
      expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 2 });
      expect((await world.tasks())[0]?.failedAttempts).toMatchObject([
        { attempt: 1, outcome: { class: name } },
      ]);
      await expectClean(world);
    },
    30_000,
  );

  test.each([
    ['provisioningFailed'],
    ['pullFail:times=2'],
    ['platformKill'],
    ['duplicateStart'],
    ['logsNull'],
    ['deleteLag:seconds=1'],
    ['deleteFail'],
    ['logsLag'],
    ['logsError:times=1'],
    ['mountFail:times=2'],
    ['pullSlow:seconds=30'],
    ['unhealthy'],
  ])(
    '%s: the same group succeeds all the same',
    async (lifecycle) => {
      await fate(arm, lifecycle);
      const world = await ranOnArm(arm, scriptJob('sleep 0.3', again));
      expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 1 });
    },
    30_000,
  );

  test.each([
    ['imageMissing:at=once', 'image-unavailable'],
    ['imageMissing:at=later', 'image-unavailable'],
    ['oom', 'out-of-memory'],
  ])(
    '%s: it is %s, which is no use to try again',
    async (lifecycle, name) => {
      await fate(arm, lifecycle);
      const world = await ranOnArm(arm, scriptJob('sleep 0.3', again));
      expect(world.job).toMatchObject({ outcome: { class: name }, attempts: 1 });
      await expectClean(world);
    },
    30_000,
  );

  test('a quota is waited for within the attempt', async () => {
    await fate(arm, 'quota', 3);
    const world = await ranOnArm(arm, scriptJob('exit 0'));
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 1 });
    expect(await timesMade(arm)).toEqual({ 'job1-0-1': 1 });
    await expectClean(world);
  });

  test('a region without room: the next one, at once', async () => {
    const regions = ['westeurope', 'northeurope'];
    await fault(
      arm,
      'ContainerGroups_CreateOrUpdate',
      { lifecycle: 'capacity:at=later', times: 9 },
      { region: 'westeurope' },
    );
    const world = await ranOnArm(arm, scriptJob('exit 0', { regions }));
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 2 });
    expect((await world.tasks())[0]?.failedAttempts).toMatchObject([{ region: 'westeurope' }]);
    await expectClean(world);
  });

  test('a Spot group that is taken back is followed by a regular one, when that is asked for', async () => {
    await fate(arm, 'spotEvict');
    const retry = { ...again.retry, onEviction: 'regular' };
    const spec = scriptJob('sleep 0.3', { regions: ['westeurope'], retry }, { priority: 'Spot' });
    const world = await ranOnArm(arm, spec);
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 2 });
    expect((await world.tasks())[0]?.failedAttempts).toMatchObject([
      { outcome: { class: 'evicted' } },
    ]);
    await expectClean(world);
  }, 30_000);

  test('a command that is not there: its group waits, and is stuck; a second one too, and no third', async () => {
    const spec = scriptJob('exit 0', { retry: { ...again.retry, maxAttempts: 5 } });
    const [container] = spec.group.properties.containers;
    if (container) container.properties.command = ['/no/such/command'];
    const world = await ranOnArm(arm, spec);
    expect(world.job).toMatchObject({ outcome: { class: 'stuck' }, attempts: 2 });
    await expectClean(world);
  }, 30_000);

  test('what Azure runs again though it was never to be: the last exit code wins, and the runs are counted', async () => {
    await control(arm, 'PATCH', '/_emu/behaviour', { platformRestartsOnFailure: 2 });
    const world = await ranOnArm(arm, scriptJob('exit 7'));
    expect(world.job.outcome).toMatchObject({
      class: 'container-exit',
      exitCode: 7,
      message: 'container main exited with 7, run again 2 times',
    });
    expect((await world.tasks())[0]?.containers).toMatchObject([{ exitCode: 7, restarts: 2 }]);
    await expectClean(world);
  });

  test('a failed group that is kept has its tags, the old ones and the new', async () => {
    const world = await ranOnArm(arm, scriptJob('exit 3', { keepOnFailure: 'PT1H' }));
    expect(world.job).toMatchObject({ outcome: { exitCode: 3 }, cleanup: 'leftToSweeper' });
    const reply = await arm.arms('containerGroups/job1-0-1');
    expect(await reply.json()).toMatchObject({
      tags: { kept: 'true', owner: 'test-owner', job: 'job1', leaseUntil: expect.any(String) },
    });
  });
});
