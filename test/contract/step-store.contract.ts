import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { JobStore } from '../../clients/ports.ts';
import type { JobRow } from '../../jobs/job-rows.ts';
import type { StepRow } from '../../jobs/steps/rows.ts';

const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 16);

const jobWith = (change: Partial<JobRow>): JobRow => ({
  id: newId(),
  trigger: 'http',
  labels: {},
  phase: 'waiting',
  tasksTotal: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

/** What every JobStore keeps to about steps. `makeStore` may give the same one again: the tests use ids of their own. */
// eslint-disable-next-line jest/no-export -- a suite, which test files run on their own subject
export function stepStoreContract(makeStore: () => JobStore): void {
  test('steps are added once, changed one by one, and listed in their order', async () => {
    const store = makeStore();
    const jobId = newId();
    const rows = [...Array(11).keys()].map((step): StepRow => ({
      step,
      name: `n${step}`,
      kind: 'job',
      dependsOn: [],
      state: 'waiting',
    }));
    await expect(store.listSteps(jobId)).resolves.toEqual([]);
    await store.addSteps(jobId, rows);
    const change = {
      state: 'over',
      outcome: { status: 'skipped' },
      decision: { approved: true, at: '2026-01-01T00:00:00.000Z' },
      compensation: { kind: 'job', state: 'waiting' },
    } as const;
    await store.changeStep(jobId, 2, change);
    await store.addSteps(jobId, rows);
    const expected = rows.map((one) => (one.step === 2 ? { ...one, ...change } : one));
    await expect(store.listSteps(jobId)).resolves.toEqual(expected);
    await expect(store.changeStep(jobId, 12, change)).rejects.toThrow('has no step 12');
  });

  test('of 20 that decide about a step at the same time one is heard, and all are told what it said', async () => {
    const store = makeStore();
    const jobId = newId();
    await expect(store.readDecision(jobId, 1)).resolves.toBeUndefined();
    const said = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        store.decideStep(jobId, 1, {
          approved: n % 2 === 0,
          by: `person ${n}`,
          at: '2026-01-01T00:00:00.000Z',
        }),
      ),
    );
    const first = await store.readDecision(jobId, 1);
    expect(said).toEqual(Array.from({ length: 20 }, () => first));
    await expect(store.readDecision(jobId, 2)).resolves.toBeUndefined();
  });

  test('jobs that are steps are read by their ids, and listed for their parent only', async () => {
    const store = makeStore();
    const parent = jobWith({ stepsTotal: 2 });
    const steps = ['s0', 's10', 'c0'].map((which) =>
      jobWith({ id: `${parent.id}-${which}`, parent: parent.id }),
    );
    for (const job of [parent, ...steps]) await store.addJob(job);
    for (const job of steps) await expect(store.readJob(job.id)).resolves.toEqual(job);
    const listed = await store.listJobs({ limit: 100, parent: parent.id });
    expect(listed.jobs.map(({ id }) => id).sort()).toEqual(steps.map(({ id }) => id).sort());
    const all = (await store.listJobs({ limit: 1000 })).jobs.map(({ id }) => id);
    expect(all).toContain(parent.id);
    expect(all.filter((id) => id.includes('-'))).toEqual([]);
  });

  test('a job that is a step is stopped with its parent; one that undoes a step is not', async () => {
    const store = makeStore();
    const parent = newId();
    await store.requestStop(parent, 'overBudget');
    await expect(store.readStop(`${parent}-s3`)).resolves.toBe('overBudget');
    await store.requestStop(`${parent}-s3`, 'cancelled');
    await expect(store.readStop(`${parent}-s3`)).resolves.toBe('cancelled');
    await expect(store.readStop(`${parent}-s4`)).resolves.toBe('overBudget');
    await expect(store.readStop(`${parent}-c3`)).resolves.toBeUndefined();
    await expect(store.readStop(parent)).resolves.toBe('overBudget');
  });
}
