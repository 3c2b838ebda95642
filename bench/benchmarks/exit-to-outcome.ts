import type { Ready } from '../../local/support/service.ts';
import { percentile, type Benchmark, type Figure } from '../benchmark.ts';
import { pushedJob, readLog, runJob, timedJob } from '../jobs.ts';
import { readCalls } from '../journal.ts';
import { withStack } from '../stack.ts';

const rounds = 10;
const atOnce = 2;

interface Latency {
  readonly total: number;
  /** Of it, from the look of the watcher that saw the exit. */
  readonly afterLook: number;
}

export const exitToOutcome: Benchmark = {
  title: 'From the exit of the container to the outcome of the job',
  how: `By push and by polling, ${rounds * atOnce} jobs each, ${atOnce} at once, each of one container of 1 to 8 s. The container's last line says when it exited; the job's \`finishedAt\` is when its outcome was recorded, after its log was archived and ARM had accepted the delete of its group. Polling is bound by the number of its calls: looks come 2, 5, 10, 20 ... s after the create, and around the usual end where past runs agree on one.`,
  measure: (log) =>
    withStack(async (ready) => [
      ...figuresOf('push', await latenciesOf(ready, pushedJob, log)),
      ...figuresOf('poll', await latenciesOf(ready, timedJob, log)),
    ]),
};

function figuresOf(how: 'push' | 'poll', latencies: readonly Latency[]): Figure[] {
  const totals = latencies.map(({ total }) => total);
  const afterLook = latencies.map((latency) => latency.afterLook);
  return [
    { what: `${how}: p50`, value: percentile(totals, 0.5), unit: 's' },
    {
      what: `${how}: p95`,
      value: percentile(totals, 0.95),
      unit: 's',
      ...(how === 'push' && { goal: 1 }),
    },
    { what: `${how}: slowest`, value: Math.max(...totals), unit: 's' },
    {
      what: `${how}: p95 from the look that saw it`,
      value: percentile(afterLook, 0.95),
      unit: 's',
    },
  ];
}

async function latenciesOf(
  ready: Ready,
  jobOf: (milliseconds: number) => unknown,
  log: (line: string) => void,
): Promise<Latency[]> {
  const all: Latency[] = [];
  for (let round = 0; round < rounds; round++) {
    const lengths = Array.from({ length: atOnce }, (_, n) => lengthOf(round * atOnce + n));
    const measured = await Promise.all(lengths.map((ms) => latencyOf(ready, jobOf(ms))));
    all.push(...measured);
    const totals = measured.map(({ total }) => `${total.toFixed(2)} s`);
    log(`round ${round + 1} of ${rounds}: ${totals.join(', ')}`);
  }
  return all;
}

/** 1 to 8 s, spread evenly and in no order, so that exits fall anywhere between two looks of the watcher. */
const lengthOf = (n: number): number => 1000 + 7000 * ((n * 0.618034) % 1);

async function latencyOf(ready: Ready, job: unknown): Promise<Latency> {
  const { id, finishedAt = '' } = await runJob(ready, job);
  const exitedAt = Number(/\b\d{13}\b/.exec(await readLog(ready, id))?.[0]);
  const looks = (await readCalls(ready)).filter(
    ({ operation, path }) => operation === 'ContainerGroups_Get' && path.includes(id),
  );
  const secondsSince = (at: number): number => (new Date(finishedAt).getTime() - at) / 1000;
  return {
    total: secondsSince(exitedAt),
    afterLook: secondsSince(new Date(looks.at(-1)?.time ?? NaN).getTime()),
  };
}
