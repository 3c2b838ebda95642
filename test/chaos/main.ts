// npm run test:chaos -- --kills N --seed S [--json FILE] [--data DIR]: exit code 1 when a job is lost, doubled or wrong, or when
// anything is left.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { runChaos } from './chaos.ts';
import { kills, readOptions, seed } from './options.ts';

const { json, data, ...values } = readOptions(
  z.object({
    kills: kills.default(20),
    seed: seed.default(1),
    json: z.string().optional(),
    data: z.string().default(path.join('.local', 'chaos')),
  }),
);
const result = await runChaos({
  ...values,
  root: path.join(import.meta.dirname, '..', '..'),
  dataFolder: data,
  log: (line) => {
    console.error(line);
  },
});
const text = JSON.stringify(result, null, 2);
console.log(text);
if (json !== undefined) writeFileSync(json, `${text}\n`);
const isClean = result.containerGroupsLeft === 0 && result.containerProcessesLeft === 0;
process.exit(result.wrong.length === 0 && isClean ? 0 : 1);
