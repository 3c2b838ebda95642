import { percentile, type Benchmark } from '../benchmark.ts';
import { withStack } from '../stack.ts';

const starts = 5;

export const startToReady: Benchmark = {
  title: 'From start to READY',
  how: `The local stack is started ${starts} times, each with an empty data folder on free ports, until all of it answers.`,
  async measure(log) {
    const seconds: number[] = [];
    for (let start = 1; start <= starts; start++) {
      const ms = await withStack((_, startedInMs) => Promise.resolve(startedInMs));
      seconds.push(ms / 1000);
      log(`start ${start} of ${starts}: ${(ms / 1000).toFixed(1)} s`);
    }
    return [
      { what: 'median', value: percentile(seconds, 0.5), unit: 's', goal: 5 },
      { what: 'slowest', value: Math.max(...seconds), unit: 's' },
    ];
  },
};
