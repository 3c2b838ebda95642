import type { Benchmark, Figure } from '../benchmark.ts';
import { runJob, timedJob } from '../jobs.ts';
import { readCalls } from '../journal.ts';
import { withStack } from '../stack.ts';

const lengths = [2, 10, 60];

export const armCalls: Benchmark = {
  title: 'ARM calls of a job',
  how: 'Jobs of one container each, one after the other, on an idle stack; the calls about container groups are counted in the journal of the ARM emulator.',
  async measure(log) {
    return withStack(async (ready) => {
      const figures: Figure[] = [];
      for (const seconds of lengths) {
        const before = await readCalls(ready);
        await runJob(ready, timedJob(seconds * 1000));
        const calls = (await readCalls(ready)).slice(before.length);
        const note = counted(calls.map(({ operation }) => operation));
        const what = `container of ${seconds} s`;
        figures.push({ what, value: calls.length, unit: 'calls', note });
        log(`${what}: ${note}`);
      }
      return figures;
    });
  },
};

/** Such as "3 Get, 1 Delete". */
function counted(operations: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const operation of operations) {
    const name = operation.replace(/^.*_/, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => `${count} ${name}`).join(', ');
}
