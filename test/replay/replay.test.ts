import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GroupPlan } from '../../jobs/group-plan.ts';
import { firstWatch } from '../../jobs/watch.ts';
import type { Action, HistoryEvent } from '../support/history.ts';
import { JobWorld, oneContainer, target } from '../support/job-world.ts';
import { decide, play } from '../support/play.ts';
import { registerOrchestrators } from '../support/register.ts';
import { tenTurns } from '../support/ten-turns.ts';

const fanOut = {
  group: oneContainer,
  fanOut: { items: { from: 0, to: 44 }, maxParallel: 2, onItemFailure: 'continue' },
  reduce: { group: oneContainer },
};
const failsSome = ({ tags }: GroupPlan) => ({
  startsAfterSeconds: 3,
  seconds: 6,
  exitCode: Number(tags['task']) % 9 === 8 ? 1 : 0,
});
const watch = firstWatch(
  {
    jobId: 'j',
    task: 0,
    attempt: 1,
    target,
    deadline: '2026-01-01T01:00:00.000Z',
    provisioningTimeoutSeconds: 600,
  },
  new Date('2026-01-01T00:00:00Z'),
);

/** A timer is cancelled after it was scheduled, so that may differ between a prefix and the whole. */
const asScheduled = (actions: readonly Action[]) =>
  actions.map((action) => ({ ...action, isCanceled: undefined }));

/** Decides each prefix of a history again; gives the lengths of those that lead elsewhere than the whole. */
async function deviations(
  name: string,
  input: unknown,
  history: readonly HistoryEvent[],
): Promise<number[]> {
  const whole = asScheduled((await decide(name, input, history)).actions);
  const lengths: number[] = [];
  for (let length = 2; length < history.length; length += 1) {
    const { actions } = await decide(name, input, history.slice(0, length));
    if (!isDeepStrictEqual(asScheduled(actions), whole.slice(0, actions.length)))
      lengths.push(length);
  }
  return lengths;
}

beforeAll(registerOrchestrators);

describe('every prefix of a history leads to a prefix of its actions', () => {
  test.each([
    ['lanes that continue as new', {}],
    ['lanes, cancelled in the middle', { cancelAt: 400 }],
  ])('%s, and all below them', async (_, { cancelAt }: { cancelAt?: number }) => {
    const world = new JobWorld(fanOut, {
      behaviourOf: failsSome,
      beforeStep: (step, current) => (step === cancelAt ? current.cancel() : undefined),
    });
    await world.run();
    const names = world.engine.executions.map(({ name }) => name);
    expect(new Set(names)).toEqual(
      new Set(['runJob', 'runItemLane', 'runTask', 'runAttempt', 'admit', 'watchGroup']),
    );
    // All of the long ones; of those that are alike, a few.
    const few = world.engine.executions.filter(
      ({ name }, index) => /Job|Lane/.test(name) || index % 10 === 0,
    );
    for (const { name, input, history } of few)
      expect(await deviations(name, input, history)).toEqual([]);
  });

  test('a watch, however wakes fall', async () => {
    await fc.assert(
      fc.asyncProperty(tenTurns, async (answers) => {
        const { history } = await play('watchGroup', watch, answers);
        expect(await deviations('watchGroup', watch, history)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

test('every episode of a watch is decided the same again', async () => {
  const running = { group: { state: 'running' }, cancelRequested: false };
  const answers = { readGroup: Array<unknown>(10).fill(running) };
  const { history, episodes } = await play('watchGroup', watch, answers);
  expect(episodes.length).toBeGreaterThan(10);
  for (const { length, decision } of episodes)
    expect(await decide('watchGroup', watch, history.slice(0, length))).toEqual(decision);
});
