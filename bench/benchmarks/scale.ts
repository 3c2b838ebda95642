import { DefaultAzureCredential } from '@azure/identity';
import { z } from 'zod';
import { AzureJobStore } from '../../clients/azure/job-store.ts';
import { newJobId } from '../../jobs/job-id.ts';
import type { Ready } from '../../local/support/service.ts';
import { type Benchmark, type Figure, percentile } from '../benchmark.ts';
import { giveFunctionsCore } from '../functions-core.ts';
import { hostMemory } from '../host-memory.ts';
import { withStack } from '../stack.ts';

const items = 10_000;
const lanes = 100;
const jobs = 10_000;
const writers = 20;
const lists = 40;

export const scale: Benchmark = {
  title: 'A job of 10,000 items, 10,000 jobs in the table, and the memory of 1,000 jobs',
  how: "The items run in virtual time through the app's own orchestrators, activities and cursor entity and the executor of durable-functions, in containers of 5 s that are not run. The jobs are rows in the table of the local stack, listed over HTTP. Memory is the resident size of the process of the local host, after 1,000 jobs that were run on it, each a container (a process) that ends at once, and a minute of idling.",
  async measure(log) {
    return [
      ...(await manyItems(log)),
      ...(await withStack((ready) => manyJobs(ready, log))),
      ...(await withStack((_, __, stack) => hostMemory(stack, log))),
    ];
  },
};

async function manyItems(log: (line: string) => void): Promise<Figure[]> {
  giveFunctionsCore();
  const { jobId, JobWorld, oneContainer } = await import('../../test/support/job-world.ts');
  const { registerOrchestrators } = await import('../../test/support/register.ts');
  registerOrchestrators();
  const longest = new Map<string, number>();
  let largestState = 0;
  const texts = Array.from({ length: items }, (_, n) => `item ${n}`);
  const spec = {
    group: oneContainer,
    fanOut: { items: texts, maxParallel: lanes },
    // 300 groups an hour may be made in a subscription, which is 33 hours.
    timeout: 'P7D',
  };
  const world = new JobWorld(spec, {
    behaviourOf: () => ({ seconds: 5 }),
    maxSteps: 10_000_000,
    beforeStep: (step, { engine: { entities } }) => {
      const state = entities.states.get(`@itemcursor@${jobId}`);
      largestState = Math.max(largestState, state?.length ?? 0);
      if (step % 100_000 === 0) log(`${step} steps`);
    },
    onEnd: ({ name, history }) => {
      longest.set(name, Math.max(longest.get(name) ?? 0, history.length));
      history.length = 0;
    },
  });
  const before = performance.now();
  await world.run();
  const seconds = (performance.now() - before) / 1000;
  const { outcome, tasksSucceeded } = world.job;
  if (outcome?.status !== 'succeeded' || tasksSucceeded !== items)
    throw new Error(JSON.stringify(world.job));
  const virtual = (world.clock.at.getTime() - Date.parse('2026-01-01T00:00:00Z')) / 1000;
  return [
    ...[...longest].map(([name, value]) => ({
      what: `${items} items: longest history of ${name}`,
      value,
      unit: 'events',
      goal: 2000,
    })),
    { what: `${items} items: state of the cursor, at most`, value: largestState, unit: 'bytes' },
    { what: `${items} items in ${lanes} lanes: virtual time`, value: virtual, unit: 's' },
    { what: `${items} items: real time`, value: seconds, unit: 's', note: 'of all orchestrators' },
  ];
}

async function manyJobs(ready: Ready, log: (line: string) => void): Promise<Figure[]> {
  const store = new AzureJobStore({
    tableServiceUrl: ready['table'] ?? '',
    credential: new DefaultAzureCredential(),
    idempotencyDays: 7,
  });
  const start = Date.now();
  const left = Array.from({ length: jobs }, (_, n) => n);
  const write = async (): Promise<void> => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) {
      const createdAt = new Date(start - n * 60_000);
      await store.addJob({
        id: newJobId(createdAt, String(n).padStart(8, '0')),
        trigger: 'http',
        labels: {},
        phase: 'over',
        outcome: { status: 'succeeded' },
        tasksTotal: 1,
        createdAt: createdAt.toISOString(),
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  log(`${jobs} jobs written in ${((Date.now() - start) / 1000).toFixed(0)} s`);
  const first = await listTimes(ready, '');
  const middle = newJobId(new Date(start - (jobs / 2) * 60_000), '00000000');
  const deep = await listTimes(ready, `&continuation=${middle}`);
  return [
    {
      what: `GET /api/jobs of ${jobs}: p95`,
      value: percentile(first, 0.95),
      unit: 'ms',
      goal: 500,
    },
    {
      what: 'the same, from the middle: p95',
      value: percentile(deep, 0.95),
      unit: 'ms',
      goal: 500,
    },
  ];
}

const Page = z.object({ jobs: z.array(z.unknown()) });

async function listTimes(ready: Ready, query: string): Promise<number[]> {
  const url = `${ready['functions'] ?? ''}/api/jobs?limit=50${query}`;
  const headers = { 'x-functions-key': ready['functionKey'] ?? '' };
  const times: number[] = [];
  for (let n = 0; n < lists; n += 1) {
    const before = performance.now();
    const response = await fetch(url, { headers });
    const { jobs: listed } = Page.parse(await response.json());
    times.push(performance.now() - before);
    if (listed.length !== 50) throw new Error(`${listed.length} jobs were listed`);
  }
  return times;
}
