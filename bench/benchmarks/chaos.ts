import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Benchmark } from '../benchmark.ts';
import { root } from '../stack.ts';

const Result = z.looseObject({
  seed: z.int(),
  kills: z.record(z.string(), z.int()),
  jobs: z.int(),
  outcomes: z.record(z.string(), z.int()),
  groupsMade: z.int(),
  wrong: z.array(z.string()),
  containerGroupsLeft: z.int(),
  containerProcessesLeft: z.int(),
  seconds: z.number(),
});

/** KILLS: fewer, to try it out. */
const kills = process.env['KILLS'] ?? '1000';
const seed = '1';

export const chaos: Benchmark = {
  title: 'Kills of the services while jobs run',
  how: `\`npm run test:chaos -- --kills ${kills} --seed ${seed}\`: rounds of mixed jobs on the local stack, in real time, while its processes are killed (SIGKILL) at moments that the seed decides. Wrong is a job that was lost, doubled or did not end as it should.`,
  isOnlyByName: true,
  async measure(log) {
    const result = await chaosResult(log);
    for (const line of result.wrong) log(line);
    const killed = Object.entries(result.kills).map(([name, n]) => `${n} ${name}`);
    const total = Object.values(result.kills).reduce((sum, n) => sum + n, 0);
    return [
      {
        what: 'kills',
        value: total,
        unit: 'kills',
        note: `${killed.join(', ')}; seed ${result.seed}`,
      },
      { what: 'jobs', value: result.jobs, unit: 'jobs', note: countsText(result.outcomes) },
      { what: 'groups made', value: result.groupsMade, unit: 'groups' },
      {
        what: 'wrong',
        value: result.wrong.length,
        unit: 'jobs',
        goal: 0,
        ...(result.wrong.length > 0 && { note: result.wrong.join('; ') }),
      },
      { what: 'container groups left', value: result.containerGroupsLeft, unit: 'groups', goal: 0 },
      {
        what: 'container processes left',
        value: result.containerProcessesLeft,
        unit: 'processes',
        goal: 0,
      },
      { what: 'time', value: result.seconds, unit: 's' },
    ];
  },
};

function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
}

async function chaosResult(log: (line: string) => void): Promise<z.infer<typeof Result>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'durable-aci-chaos-'));
  try {
    const file = path.join(folder, 'result.json');
    await runChaos(['--json', file, '--data', path.join(folder, 'data')], log);
    return Result.parse(JSON.parse(await readFile(file, 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Its exit code says what its result says, unless there is no result. */
async function runChaos(args: readonly string[], log: (line: string) => void): Promise<void> {
  const program = path.join(root, 'test/chaos/main.ts');
  const child = spawn(process.execPath, [program, '--kills', kills, '--seed', seed, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr })) log(line);
}
