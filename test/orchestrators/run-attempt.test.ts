import { beforeAll, describe, expect, test } from '@jest/globals';
import { attemptPolicyOf } from '../../jobs/attempt-policy.ts';
import type { AttemptRun } from '../../jobs/runs.ts';
import { target } from '../support/job-world.ts';
import { type Answers, type Played, play } from '../support/play.ts';
import { registerOrchestrators } from '../support/register.ts';

const run: AttemptRun = {
  jobId: 'nightly',
  task: 7,
  attempt: 2,
  target,
  deadline: '2026-01-01T01:00:00.000Z',
  provisioningTimeoutSeconds: 600,
};
const endedWith = (exitCode: number) => ({
  end: 'over',
  group: { state: 'ended', containers: [{ name: 'main', exitCode, detailStatus: '' }] },
});
const answers: Answers = {
  createGroup: [{ result: 'created' }],
  watchGroup: [endedWith(0)],
  collectAttempt: [null],
  deleteOrHandOver: ['deleted'],
};
const called = ({ actions }: Played) => actions.map(({ functionName }) => functionName);

beforeAll(registerOrchestrators);

describe('runAttempt', () => {
  test('creates, watches, collects and deletes; exit code 0 is success', async () => {
    const played = await play('runAttempt', run, answers);
    expect(played.output).toEqual({ outcome: { status: 'succeeded' }, cleanup: 'deleted' });
    expect(called(played)).toEqual([
      'createGroup',
      'watchGroup',
      'collectAttempt',
      'deleteOrHandOver',
    ]);
  });

  test('its watcher is named after the group, so that a wake finds it', async () => {
    const { actions } = await play('runAttempt', run, answers);
    expect(actions[1]).toMatchObject({ instanceId: 'watch-nightly-7-2' });
  });

  test('the time to provision begins when the group has been created', async () => {
    const { actions } = await play('runAttempt', run, answers);
    expect(actions[1]?.input).toMatchObject({ provisioningDeadline: '2026-01-01T00:10:00.001Z' });
  });

  test('behind a push it is watched as one of all the groups of its region', async () => {
    const policy = {
      ...attemptPolicyOf({}),
      room: { region: 'eastus', cores: 1 },
    };
    const { actions } = await play(
      'runAttempt',
      { ...run, policy },
      {
        ...answers,
        admit: [{ result: 'granted', running: 700 }],
        createGroup: [{ result: 'created', pace: { reporters: 1, running: 20 } }],
        release: [{ wake: [] }],
      },
    );
    const watch = actions.find(({ functionName }) => functionName === 'watchGroup');
    expect(watch?.input).toMatchObject({ pace: { reporters: 1, running: 700 } });
  });

  test('exit code 3 is a failed outcome, with the code', async () => {
    const played = await play('runAttempt', run, { ...answers, watchGroup: [endedWith(3)] });
    expect(played.output).toMatchObject({
      outcome: { status: 'failed', class: 'container-exit', exitCode: 3 },
    });
  });

  test.each(['timedOut', 'cancelled'])(
    '%s: logs are kept and the group is deleted before it says so',
    async (end) => {
      const watched = { end, group: { state: 'running' } };
      const played = await play('runAttempt', run, { ...answers, watchGroup: [watched] });
      expect(played.output).toMatchObject({ outcome: { status: end }, cleanup: 'deleted' });
      expect(called(played).slice(-2)).toEqual(['collectAttempt', 'deleteOrHandOver']);
    },
  );

  test.each([
    [
      { result: 'refused', class: 'capacity', message: 'full' },
      { status: 'failed', class: 'capacity', message: 'full' },
    ],
    [{ result: 'notNeeded', outcome: { status: 'cancelled' } }, { status: 'cancelled' }],
    [{ result: 'notNeeded', outcome: { status: 'skipped' } }, { status: 'skipped' }],
  ])(
    'after a create that answers %j nothing is watched; a group there may be is deleted',
    async (created, outcome) => {
      const played = await play('runAttempt', run, { ...answers, createGroup: [created] });
      expect(played.output).toEqual({ outcome, cleanup: 'deleted' });
      expect(called(played)).toEqual(['createGroup', 'deleteOrHandOver']);
    },
  );

  test.each(['createGroup', 'watchGroup', 'collectAttempt'])(
    'when %s throws, the group is deleted all the same and the outcome says why',
    async (name) => {
      const played = await play('runAttempt', run, { ...answers, [name]: [new Error('no luck')] });
      expect(called(played).at(-1)).toBe('deleteOrHandOver');
      expect(played.output).toEqual({
        outcome: { status: 'failed', class: 'platform-error', message: 'no luck' },
        cleanup: 'deleted',
      });
    },
  );

  test('a failure stays what it is when its logs cannot be collected', async () => {
    const played = await play('runAttempt', run, {
      ...answers,
      watchGroup: [endedWith(3)],
      collectAttempt: [new Error('no luck')],
    });
    expect(played.output).toMatchObject({ outcome: { class: 'container-exit', exitCode: 3 } });
  });

  test('when every activity throws there is an outcome, and the sweeper has the group', async () => {
    const gone = [new Error('host gone')];
    const played = await play('runAttempt', run, { createGroup: gone, deleteOrHandOver: gone });
    expect(played.output).toEqual({
      outcome: { status: 'failed', class: 'platform-error', message: 'host gone' },
      cleanup: 'leftToSweeper',
    });
  });

  test('when only the delete activity dies, the outcome stands', async () => {
    const played = await play('runAttempt', run, {
      ...answers,
      deleteOrHandOver: [new Error('host gone')],
    });
    expect(played.output).toEqual({ outcome: { status: 'succeeded' }, cleanup: 'leftToSweeper' });
  });
});
