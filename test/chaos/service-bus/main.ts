// node test/chaos/service-bus/main.ts --kills N --seed S: exit code 1 when a message is lost, or comes again after it was completed.
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { kills, readOptions, seed } from '../options.ts';
import { runServiceBusChaos } from './chaos.ts';

const values = readOptions(z.object({ kills: kills.default(50), seed: seed.default(1) }));
const dataFolder = await temporaryFolder('service-bus-chaos');
const result = await runServiceBusChaos({
  ...values,
  dataFolder,
  log: (line) => {
    console.error(line);
  },
});
await rm(dataFolder, { recursive: true });
console.log(JSON.stringify(result, null, 2));
process.exit(result.lost.length + result.resurrected.length === 0 ? 0 : 1);
