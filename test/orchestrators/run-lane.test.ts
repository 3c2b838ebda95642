import { beforeAll, describe, expect, test } from '@jest/globals';
import { emptyLane } from '../../jobs/lane-end.ts';
import type { LaneState } from '../../jobs/runs.ts';
import { ActionType } from '../support/history.ts';
import { target } from '../support/job-world.ts';
import { play } from '../support/play.ts';
import { registerOrchestrators } from '../support/register.ts';

const lane: LaneState = {
  jobId: 'j',
  target,
  deadline: '2026-01-01T01:00:00.000Z',
  provisioningTimeoutSeconds: 600,
  stopOnFailure: true,
  next: 1,
  lanes: 3,
  itemCount: 8,
  soFar: emptyLane,
};
const succeeded = { outcome: { status: 'succeeded' }, cleanup: 'deleted' };
const failure = { status: 'failed', class: 'container-exit', exitCode: 3, message: 'x' };
const failed = { outcome: failure, cleanup: 'deleted' };

beforeAll(registerOrchestrators);

describe('runLane, the lane of version 1.0.0', () => {
  test('takes every third item, from its own first one', async () => {
    const run = await play('runLane', lane, { runTask: [succeeded, succeeded, succeeded] });
    expect(run.actions.map(({ instanceId }) => instanceId)).toEqual([
      'j-task-1',
      'j-task-4',
      'j-task-7',
    ]);
    expect(run.output).toEqual({ succeeded: 3, failed: 0, cleanup: 'deleted' });
  });

  test('takes no further item when the job is stopped', async () => {
    const run = await play('runLane', lane, {
      runTask: [succeeded, { ...failed, stop: 'itemFailed' }],
    });
    expect(run.output).toEqual({
      succeeded: 1,
      failed: 1,
      cleanup: 'deleted',
      firstFailure: { task: 4, outcome: failure },
    });
  });

  test.each(['timedOut', 'cancelled'])('is cut short by a task that was %s', async (status) => {
    const end = { outcome: { status }, cleanup: 'deleted' };
    const run = await play('runLane', lane, { runTask: [end] });
    expect(run.output).toEqual({ ...emptyLane, cutShort: status });
  });

  test('an item that was not begun counts as nothing', async () => {
    const end = { outcome: { status: 'skipped' }, cleanup: 'deleted', stop: 'itemFailed' };
    const run = await play('runLane', lane, { runTask: [end] });
    expect(run.output).toEqual(emptyLane);
  });

  test('a task that throws is a failure like others: the lane does not', async () => {
    const run = await play('runLane', lane, { runTask: [new Error('host gone')] });
    expect(run.output).toMatchObject({
      failed: 1,
      cleanup: 'leftToSweeper',
      firstFailure: { outcome: { class: 'platform-error', message: 'host gone' } },
    });
  });

  test('continues as new after 20 items, with its whole state', async () => {
    const long = { ...lane, itemCount: 1000 };
    const run = await play('runLane', long, { runTask: Array<unknown>(20).fill(succeeded) });
    const next = run.actions.find(({ actionType }) => actionType === ActionType.ContinueAsNew);
    expect(next?.input).toEqual({ ...long, next: 61, soFar: { ...emptyLane, succeeded: 20 } });
  });
});
