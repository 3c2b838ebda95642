import process from 'node:process';
import type { Benchmark } from './benchmark.ts';
import { aci } from './benchmarks/aci.ts';
import { armCalls } from './benchmarks/arm-calls.ts';
import { chaos } from './benchmarks/chaos.ts';
import { exitToOutcome } from './benchmarks/exit-to-outcome.ts';
import { historyEvents } from './benchmarks/history-events.ts';
import { peers } from './benchmarks/peers.ts';
import { scale } from './benchmarks/scale.ts';
import { startToReady } from './benchmarks/start-to-ready.ts';
import { serviceBus } from './service-bus.ts';
import { toTable, writeResults } from './results.ts';
import { readSurroundings } from './surroundings.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  'start-to-ready': startToReady,
  'exit-to-outcome': exitToOutcome,
  'arm-calls': armCalls,
  peers,
  'history-events': historyEvents,
  scale,
  'service-bus': serviceBus,
  aci,
  chaos,
};

const usual = Object.keys(benchmarks).filter((name) => !benchmarks[name]?.isOnlyByName);
const names = process.argv.length > 2 ? process.argv.slice(2) : usual;
const unknown = names.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exit(64);
}
const surroundings = await readSurroundings();
for (const name of names) {
  const benchmark = benchmarks[name];
  if (!benchmark) continue;
  console.log(`${name}: ${benchmark.title}`);
  const figures = await benchmark.measure((line) => {
    console.log(`  ${line}`);
  });
  console.log(toTable(figures));
  await writeResults(name, benchmark, figures, surroundings);
}
console.log('Written to bench/results/.');
