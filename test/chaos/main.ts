// npm run test:chaos -- --kills N --seed S [--json FILE] [--data DIR]: exit code 1 when a job is lost, doubled or wrong, or when
// anything is left.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    data: { type: 'string', default: path.join('.local', 'chaos') },
  },
});
const result = await runChaos({
  kills: Number(values.kills),
  seed: Number(values.seed),
  root: path.join(import.meta.dirname, '..', '..'),
  dataFolder: values.data,
  log: (line) => {
    console.error(line);
  },
});
const text = JSON.stringify(result, null, 2);
console.log(text);
if (values.json !== undefined) writeFileSync(values.json, `${text}\n`);
const isClean = result.containerGroupsLeft === 0 && result.containerProcessesLeft === 0;
process.exit(result.wrong.length === 0 && isClean ? 0 : 1);
