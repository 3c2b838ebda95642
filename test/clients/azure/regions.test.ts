import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AzureRegions } from '../../../clients/azure/regions.ts';
import { type RunningService, startLocalService } from '../../contract/support/local-service.ts';

let arm: RunningService;
beforeAll(async () => {
  arm = await startLocalService('aci', ['--http', '0', '--https', '0']);
});
afterAll(() => arm.stop());

const credential = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

test('a region says how much there may be and how much of it is taken', async () => {
  const limits = { containerGroups: 7, standardCores: 12, standardSpotCores: 3 };
  const url = `${arm.ready['arm'] ?? ''}/_emu/behaviour`;
  await fetch(url, { method: 'PATCH', body: JSON.stringify({ limits }) });
  const regions = new AzureRegions({ endpoint: arm.ready['armHttps'] ?? '', credential });
  await expect(regions.usage(arm.ready['subscriptionId'] ?? '', 'westeurope')).resolves.toEqual({
    limits: { groups: 7, cores: 12, spotCores: 3 },
    usage: { groups: 0, cores: 0, spotCores: 0 },
  });
});
