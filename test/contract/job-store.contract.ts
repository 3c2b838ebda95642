import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { JobStore } from '../../clients/ports.ts';
import type { JobRow, TaskRow } from '../../jobs/job-rows.ts';

const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 16);

function jobWith(change: Partial<JobRow> = {}): JobRow {
  return {
    id: newId(),
    trigger: 'http',
    labels: { team: 'blue' },
    phase: 'waiting',
    tasksTotal: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...change,
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What every JobStore keeps to. `makeStore` may give the same one again: the tests use ids of their own. */
// eslint-disable-next-line jest/no-export -- a suite, which test files run on their own subject
export function jobStoreContract(makeStore: () => JobStore): void {
  test('a key belongs to the job that claimed it first', async () => {
    const store = makeStore();
    const key = newId();
    await expect(store.claim(key, 'first')).resolves.toBe('first');
    await expect(store.claim(key, 'second')).resolves.toBe('first');
  });

  test('of 20 that claim a key at the same time one wins, and all are told which', async () => {
    const store = makeStore();
    const key = newId();
    const ids = Array.from({ length: 20 }, newId);
    const winners = await Promise.all(ids.map((id) => store.claim(key, id)));
    expect(new Set(winners).size).toBe(1);
    expect(ids).toContain(winners[0]);
  });

  test('any text is a key, however long', async () => {
    const store = makeStore();
    const key = `${newId()}/#?\\\n'ü${'x'.repeat(5000)}`;
    await store.claim(key, 'first');
    await expect(store.claim(key, 'second')).resolves.toBe('first');
    await expect(store.claim(`${key}x`, 'third')).resolves.toBe('third');
  });

  test('a job is added once and read as it was written', async () => {
    const store = makeStore();
    const reply = { queue: 'job-replies', correlationId: '42' };
    const job = jobWith({ name: "it's", workload: 'render', reply });
    await expect(store.addJob(job)).resolves.toBe(true);
    await expect(store.addJob({ ...job, name: 'other' })).resolves.toBe(false);
    await expect(store.readJob(job.id)).resolves.toEqual(job);
  });

  test('a job that was never added is not there', async () => {
    const store = makeStore();
    await expect(store.readJob(newId())).resolves.toBeUndefined();
    await expect(store.updateJob(newId(), { phase: 'running' })).resolves.toBe(false);
  });

  test('an update changes its columns only, and none once the job is over', async () => {
    const store = makeStore();
    const job = jobWith();
    await store.addJob(job);
    await expect(store.updateJob(job.id, { phase: 'running', tasksTotal: 7 })).resolves.toBe(true);
    const outcome = {
      status: 'failed',
      class: 'container-exit',
      exitCode: 3,
      message: 'm',
    } as const;
    await expect(store.updateJob(job.id, { phase: 'over', outcome })).resolves.toBe(true);
    await expect(store.updateJob(job.id, { outcome: { status: 'succeeded' } })).resolves.toBe(
      false,
    );
    await expect(store.readJob(job.id)).resolves.toEqual({
      ...job,
      phase: 'over',
      tasksTotal: 7,
      outcome,
    });
  });

  test('two ends of a job at the same time: the first stays', async () => {
    const store = makeStore();
    const job = jobWith({ phase: 'running' });
    await store.addJob(job);
    const ends = await Promise.all(
      (['succeeded', 'cancelled', 'timedOut'] as const).map((status) =>
        store.updateJob(job.id, { phase: 'over', outcome: { status } }),
      ),
    );
    expect(ends.filter(Boolean)).toHaveLength(1);
  });

  test('an output of 64 KB is kept whole', async () => {
    const store = makeStore();
    const job = jobWith({ output: JSON.stringify('x'.repeat(65_000)) });
    await store.addJob(job);
    await expect(store.readJob(job.id)).resolves.toEqual(job);
    await store.updateJob(job.id, { output: '"short"' });
    await expect(store.readJob(job.id)).resolves.toEqual({ ...job, output: '"short"' });
  });

  test('jobs are listed newest first', async () => {
    const store = makeStore();
    const suffix = newId().slice(0, 8);
    const ids = ['00000003', '00000001', '00000002'].map((prefix) => prefix + suffix);
    for (const id of ids) await store.addJob(jobWith({ id }));
    const { jobs } = await store.listJobs({ limit: 100 });
    const listed = jobs.map(({ id }) => id).filter((id) => ids.includes(id));
    expect(listed).toEqual([ids[1], ids[2], ids[0]]);
  });

  test('a task is added by its first change, and keeps what later ones do not name', async () => {
    const store = makeStore();
    const job = newId();
    await store.putTask(job, 3, { group: 'g-3-1', attempts: 1 });
    await store.putTask(job, 3, { state: 'over', outcome: { status: 'succeeded' }, costUsd: 0.5 });
    const expected: TaskRow = {
      task: 3,
      state: 'over',
      attempts: 1,
      group: 'g-3-1',
      outcome: { status: 'succeeded' },
      costUsd: 0.5,
    };
    await expect(store.readTask(job, 3)).resolves.toEqual(expected);
    await expect(store.readTask(job, 4)).resolves.toBeUndefined();
  });

  test('tasks are listed by their numbers, those of one job only', async () => {
    const store = makeStore();
    const [job, other] = [newId(), newId()];
    await Promise.all([10_000, 9, 100, 0].map((task) => store.putTask(job, task, {})));
    await store.putTask(other, 1, {});
    const tasks = await all(store.listTasks(job));
    expect(tasks.map(({ task }) => task)).toEqual([0, 9, 100, 10_000]);
  });

  test('a hundred URLs of results and logs are kept', async () => {
    const store = makeStore();
    const job = newId();
    const urls = Array.from({ length: 100 }, (_, i) => `https://a.example/${'x'.repeat(900)}/${i}`);
    await store.putTask(job, 0, { results: urls, logs: urls });
    await expect(store.readTask(job, 0)).resolves.toMatchObject({ results: urls, logs: urls });
  });

  test('a stop that was asked for stays; cancelled outranks a budget, and that a failed item', async () => {
    const store = makeStore();
    const job = newId();
    await expect(store.readStop(job)).resolves.toBeUndefined();
    await store.requestStop(job, 'itemFailed');
    await store.requestStop(job, 'itemFailed');
    await expect(store.readStop(job)).resolves.toBe('itemFailed');
    await store.requestStop(job, 'overBudget');
    await expect(store.readStop(job)).resolves.toBe('overBudget');
    await store.requestStop(job, 'cancelled');
    await store.requestStop(job, 'itemFailed');
    await expect(store.readStop(job)).resolves.toBe('cancelled');
  });

  test('a job that is over and clean says so, however often it is recorded', async () => {
    const store = makeStore();
    const job = jobWith({ phase: 'over', cleanup: 'leftToSweeper' });
    await store.addJob(job);
    await store.recordClean(job.id);
    await store.recordClean(job.id);
    await expect(store.readJob(job.id)).resolves.toEqual({ ...job, cleanup: 'deleted' });
  });

  test('what became of the attempts of a task is kept', async () => {
    const store = makeStore();
    const job = newId();
    const outcome = { status: 'failed', class: 'capacity', message: 'full' } as const;
    const change = {
      failedAttempts: [{ attempt: 1, region: 'eastus', outcome }],
      containers: [{ name: 'main', exitCode: 0, detailStatus: 'Completed', restarts: 1 }],
      costs: [0, 0.25],
    };
    await store.putTask(job, 0, change);
    await expect(store.readTask(job, 0)).resolves.toMatchObject(change);
  });

  test('a region without room is known to its subscription, by its newest word', async () => {
    const store = makeStore();
    const [subscription, other] = [newId(), newId()];
    const [first, second] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:10:00Z')];
    await expect(store.coolRegions(subscription)).resolves.toEqual(new Map());
    await store.coolRegion(subscription, 'eastus', first);
    await store.coolRegion(subscription, 'eastus', second);
    await store.coolRegion(subscription, 'westeurope', first);
    await store.coolRegion(other, 'japaneast', first);
    const known = new Map([
      ['eastus', second],
      ['westeurope', first],
    ]);
    await expect(store.coolRegions(subscription)).resolves.toEqual(known);
  });

  test('what a container says of its exit is kept once, for its attempt', async () => {
    const store = makeStore();
    const attempt = { jobId: newId(), task: 1, attempt: 1 };
    const at = '2026-01-01T00:00:00.000Z';
    const report = (container: string, exitCode: number, which = attempt): Promise<boolean> =>
      store.reportExit({ ...which, container }, { exitCode, at });
    await expect(report('main', 3)).resolves.toBe(true);
    await expect(report('main', 0)).resolves.toBe(false);
    await report('side', 0);
    await report('main', 7, { ...attempt, attempt: 11 });
    await report('main', 7, { ...attempt, task: 11 });
    await expect(store.readExits(attempt)).resolves.toEqual([
      { container: 'main', exitCode: 3, at },
      { container: 'side', exitCode: 0, at },
    ]);
    await expect(store.readExits({ ...attempt, attempt: 2 })).resolves.toEqual([]);
  });

  test('past runs are summed up for each image and command', async () => {
    const store = makeStore();
    const what = `registry/image:1 ${newId()}`;
    await expect(store.readPastRuns(what)).resolves.toBeUndefined();
    await store.recordRun(what, 10);
    await store.recordRun(what, 20);
    await expect(store.readPastRuns(what)).resolves.toMatchObject({ runs: 2, meanSeconds: 15 });
  });
}
