import { expect } from '@jest/globals';
import { jobId, type JobWorld, oneContainer, type WorldOptions } from '../../support/job-world.ts';

export interface Example {
  readonly spec: object;
  readonly outcome: object;
  /** Names of all groups that it makes. */
  readonly groups: readonly string[];
  readonly behaviourOf?: WorldOptions['behaviourOf'];
}

const notify = [{ storageQueue: 'job-notices' }];
const groupOf = (task: number, attempt: number): string => `${jobId}-${task}-${attempt}`;

/** Jobs that together come by every step that an attempt can take. */
export const examples: Readonly<Record<string, Example>> = {
  'one container': {
    spec: { group: oneContainer, notify },
    outcome: { status: 'succeeded' },
    groups: [groupOf(0, 1)],
  },
  'a failure that is tried again': {
    spec: {
      group: oneContainer,
      retry: { exitCodes: [9], maxAttempts: 3, backoff: { first: 'PT5S' } },
    },
    outcome: { status: 'succeeded' },
    groups: [groupOf(0, 1), groupOf(0, 2)],
    behaviourOf: ({ name }) => ({ seconds: 5, exitCode: name.endsWith('-1') ? 9 : 0 }),
  },
  'a failure that is left for inspection': {
    spec: { group: oneContainer, keepOnFailure: 'PT1H' },
    outcome: { status: 'failed', class: 'container-exit', exitCode: 3 },
    groups: [groupOf(0, 1)],
    behaviourOf: () => ({ seconds: 5, exitCode: 3 }),
  },
  'lanes and a reduce, in two regions, with a budget': {
    spec: {
      group: oneContainer,
      fanOut: { items: { from: 0, to: 3 }, maxParallel: 2 },
      reduce: { group: oneContainer },
      regions: ['westeurope', 'northeurope'],
      budget: { usd: 5 },
      notify,
    },
    outcome: { status: 'succeeded' },
    groups: [0, 1, 2, 3, 4].map((task) => groupOf(task, 1)),
  },
  'packed items, of which one fails': {
    spec: {
      group: oneContainer,
      fanOut: { items: ['a', 'b', 'c'], itemsPerGroup: 2, onItemFailure: 'continue' },
    },
    outcome: { status: 'failed', class: 'container-exit' },
    groups: [groupOf(0, 1), groupOf(1, 1)],
    behaviourOf: ({ name }) => ({ seconds: 5, exitCode: name === groupOf(1, 1) ? 1 : 0 }),
  },
};

/** Right, once, and nothing is left: whatever has happened on the way. */
export function expectOnce(world: JobWorld, { outcome, groups }: Example, isKept = false): void {
  expect(world.job).toMatchObject({ phase: 'over', outcome });
  expect([...world.groups.created].sort()).toEqual([...groups].sort());
  expect(world.groups.groups.size).toBe(isKept ? 1 : 0);
  expect(world.job.cleanup).toBe(isKept ? 'leftToSweeper' : 'deleted');
  expect(new Set(world.notices.map(({ body }) => outcomeIn(body))).size).toBeLessThanOrEqual(1);
  expect(world.engine.executions.filter(({ status }) => status === 'running')).toEqual([]);
}

function outcomeIn(body: string): string {
  const parsed: unknown = JSON.parse(body);
  return JSON.stringify(parsed).replace(/"costUsd":[\d.e-]+,?/, '');
}
