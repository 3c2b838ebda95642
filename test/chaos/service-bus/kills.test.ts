import { rm } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runServiceBusChaos } from './chaos.ts';

test('a broker that is killed eight times under load loses no message that it took, and shows none again that was completed', async () => {
  const dataFolder = await temporaryFolder('service-bus-chaos');
  const result = await runServiceBusChaos({ kills: 8, seed: 7, dataFolder, log: () => undefined });
  expect(result).toMatchObject({ lost: [], resurrected: [] });
  expect(result.acknowledgedSends).toBeGreaterThan(100);
  expect(result.acknowledgedCompletes).toBeGreaterThan(50);
  await rm(dataFolder, { recursive: true });
}, 120_000);
