import type { Ready } from '../../local/support/service.ts';
import { percentile, type Benchmark } from '../benchmark.ts';
import { readLog, runJob, timedJob } from '../jobs.ts';
import { withStack } from '../stack.ts';

const rounds = 10;
const atOnce = 2;

export const exitToOutcome: Benchmark = {
  title: 'From the exit of the container to the outcome of the job',
  how: `${rounds * atOnce} jobs, ${atOnce} at once, each of one container of 1 to 8 s. The container's last line says when it exited; the job's \`finishedAt\` is when its outcome was recorded, after its log was archived and its group deleted.`,
  async measure(log) {
    const latencies = await withStack(async (ready) => {
      const all: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const lengths = Array.from({ length: atOnce }, (_, n) => lengthOf(round * atOnce + n));
        const measured = await Promise.all(lengths.map((ms) => latencyOf(ready, ms)));
        all.push(...measured);
        log(`round ${round + 1} of ${rounds}: ${measured.map((s) => s.toFixed(2)).join(', ')} s`);
      }
      return all;
    });
    return [
      { what: 'p50', value: percentile(latencies, 0.5), unit: 's' },
      { what: 'p95', value: percentile(latencies, 0.95), unit: 's', goal: 1 },
      { what: 'slowest', value: Math.max(...latencies), unit: 's' },
    ];
  },
};

/** 1 to 8 s, spread evenly and in no order, so that exits fall anywhere between two looks of the watcher. */
const lengthOf = (n: number): number => 1000 + 7000 * ((n * 0.618034) % 1);

async function latencyOf(ready: Ready, milliseconds: number): Promise<number> {
  const { id, finishedAt = '' } = await runJob(ready, timedJob(milliseconds));
  const exitedAt = Number(/\b\d{13}\b/.exec(await readLog(ready, id))?.[0]);
  return (new Date(finishedAt).getTime() - exitedAt) / 1000;
}
