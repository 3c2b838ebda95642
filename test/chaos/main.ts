// npm run test:chaos -- --kills N --seed S: exit code 1 when a job is lost, doubled or wrong, or when anything is left.
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const result = await runChaos({
  kills: Number(values.kills),
  seed: Number(values.seed),
  root: path.join(import.meta.dirname, '..', '..'),
  dataFolder: path.join('.local', 'chaos'),
  log: (line) => {
    console.error(line);
  },
});
console.log(JSON.stringify(result, null, 2));
const isClean = result.containerGroupsLeft === 0 && result.containerProcessesLeft === 0;
process.exit(result.wrong.length === 0 && isClean ? 0 : 1);
