import { rm } from 'node:fs/promises';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runChaos } from './chaos.ts';

test('six kills of the services, under faults of Azure: each job ends once, as it should, and nothing is left', async () => {
  const dataFolder = await temporaryFolder('chaos');
  const result = await runChaos({
    kills: 6,
    seed: 49,
    root: process.cwd(),
    dataFolder,
    log: () => undefined,
  });
  expect(result).toMatchObject({ wrong: [], containerGroupsLeft: 0, containerProcessesLeft: 0 });
  await rm(dataFolder, { recursive: true });
}, 300_000);
