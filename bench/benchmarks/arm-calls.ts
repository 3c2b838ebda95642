import { z } from 'zod';
import type { Ready } from '../../local/support/service.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { runJob, timedJob } from '../jobs.ts';
import { withStack } from '../stack.ts';

const lengths = [2, 10, 60];

const Entry = z.object({ path: z.string(), operation: z.string().optional() });

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
        figures.push({ what: `container of ${seconds} s`, value: calls.length, unit: 'calls' });
        for (const [operation, count] of counted(calls)) {
          figures.push({ what: `— of which ${operation}`, value: count, unit: 'calls' });
        }
        log(`container of ${seconds} s: ${calls.join(', ')}`);
      }
      return figures;
    });
  },
};

/** The operations about container groups so far. Tokens are asked for once an hour, and of another service. */
async function readCalls(ready: Ready): Promise<string[]> {
  const response = await fetch(`${ready['arm'] ?? ''}/_emu/journal`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines
    .map((line) => Entry.parse(JSON.parse(line)))
    .filter(({ path }) => /containerinstance/i.test(path))
    .map(({ operation = 'unknown' }) => operation);
}

function counted(calls: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call, (counts.get(call) ?? 0) + 1);
  return counts;
}
