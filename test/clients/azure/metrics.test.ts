import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AzureMetrics } from '../../../clients/azure/metrics.ts';
import { addFault, journal } from '../../local/aci/support/controls.ts';
import { groupOf, shell } from '../../local/aci/support/groups.ts';
import { startEmulator, type TestEmulator } from '../../local/aci/support/in-process.ts';

let emulator: TestEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  const { client, resourceGroup } = emulator;
  const script = 'node -e "const held=Buffer.alloc(8e7,1); for (;;) held.fill(1);"';
  await client.containerGroups.beginCreateOrUpdate(resourceGroup, 'busy', groupOf(shell(script)));
});
afterAll(() => emulator.stop());

const credential = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

function measured(name: string, hours = 1) {
  const { subscriptionId, resourceGroup, clock, armHttps } = emulator;
  const now = clock.now().getTime();
  const span = { from: new Date(now - hours * 3_600_000), to: new Date(now + 60_000) };
  const metrics = new AzureMetrics({ endpoint: armHttps, credential });
  return metrics.measured({ subscriptionId, resourceGroup }, name, span);
}

test('gives the highest that each container has used, in vCPUs and GB, and for how long that is known', async () => {
  for (;;) {
    const [use] = await measured('busy');
    if ((use?.cpu ?? 0) > 0.03 && (use?.memoryInGB ?? 0) > 0.07) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [use, ...others] = await measured('busy');
  expect(others).toEqual([]);
  expect(use).toMatchObject({ container: 'main', minutes: expect.any(Number) });
  expect(use?.memoryInGB).toBeLessThan(0.4);
  expect(use?.cpu).toBeLessThan(4);
});

test('asks for fewer points of a long run', async () => {
  await expect(measured('busy', 30)).resolves.toMatchObject([{ minutes: 15 }]);
  await expect(measured('busy', 100)).resolves.toMatchObject([{ minutes: 60 }]);
});

test('asks once: a refusal is an error', async () => {
  const asked = async () => JSON.stringify(await journal(emulator)).match(/Metrics_List/g)?.length;
  const before = (await asked()) ?? 0;
  await addFault(emulator, {
    match: { operation: 'Metrics_List' },
    action: { status: 429, times: 1 },
  });
  await expect(measured('busy')).rejects.toThrow('The metrics of busy were answered with 429.');
  await expect(measured('none')).rejects.toThrow('404');
  expect(await asked()).toBe(before + 2);
});
