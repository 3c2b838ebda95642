import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { regions } from '../../../local/aci/arm/regions.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;
let subscription: string;

beforeAll(async () => {
  emulator = await startEmulator();
  subscription = `/subscriptions/${emulator.subscriptionId}`;
});
afterEach(() => behave({ apiVersions: 'known', locations: 'known' }));
afterAll(() => emulator.stop());

async function behave(change: object): Promise<void> {
  const init = { method: 'PATCH', body: JSON.stringify(change) };
  await fetch(`${emulator.arm}/_emu/behaviour`, init);
}

const at = (location: string): object => ({ ...groupBody(), location });

test('a region without Container Instances is refused with the list of those that have it', async () => {
  const { status, code, message } = await failure(put(emulator, 'nowhere', at('westnowhere')));
  expect([status, code]).toEqual([400, 'LocationNotAvailableForResourceType']);
  expect(message).toContain(
    "The provided location 'westnowhere' is not available for resource type 'Microsoft.ContainerInstance/containerGroups'. List of available regions for the resource type is 'australiaeast,",
  );
});

test('a region of any name is taken when the behaviour says so', async () => {
  await behave({ locations: 'any' });
  expect((await put(emulator, 'anywhere', at('westnowhere'))).status).toBe(201);
});

test('the regions that infra names are known', () => {
  for (const region of ['westeurope', 'eastus', 'eastus2', 'westus']) {
    expect(regions.has(region)).toBe(true);
  }
});

test.each(['usages', 'capabilities', 'cachedImages'])(
  'the %s of an unknown region are refused as ARM does',
  async (what) => {
    const path = `${subscription}/providers/Microsoft.ContainerInstance/locations/nowhere/${what}`;
    await expect(failure(emulator.arms(path))).resolves.toMatchObject({
      status: 400,
      code: 'NoRegisteredProviderFound',
    });
  },
);

test('a region has capabilities under the name that people see', async () => {
  const found = [];
  for await (const one of emulator.client.location.listCapabilities('West Europe')) found.push(one);
  expect(found[0]).toMatchObject({
    osType: 'Linux',
    location: 'West Europe',
    ipAddressType: 'Public',
    gpu: 'None',
    capabilities: { maxCpu: 31, maxMemoryInGB: 240 },
  });
});

test('the cached images are those of this machine', async () => {
  const found = [];
  for await (const one of emulator.client.location.listCachedImages('westeurope')) found.push(one);
  expect(found).toEqual([{ osType: 'Linux', image: expect.stringContaining('test') }]);
});

test('an api-version that is newer than the emulator is taken with a warning, a known one without', async () => {
  const newer = await emulator.arms('containerGroups?api-version=2030-01-01');
  const known = await emulator.arms('containerGroups?api-version=2025-09-01');
  expect([newer.status, known.status]).toEqual([200, 200]);
  expect(newer.headers.get('warning')).toBe(
    '299 - "api-version 2030-01-01 is not known here; served as 2026-07-01"',
  );
  expect(known.headers.get('warning')).toBeNull();
});

test('any api-version is taken when the behaviour says so', async () => {
  await behave({ apiVersions: 'any' });
  const { status } = await emulator.arms('containerGroups?api-version=2017-08-01-preview');
  expect(status).toBe(200);
});

const Provider = z.object({
  namespace: z.string(),
  registrationState: z.string(),
  resourceTypes: z.array(
    z.object({
      resourceType: z.string(),
      apiVersions: z.array(z.string()),
      locations: z.array(z.string()),
    }),
  ),
});

test.each([
  ['microsoft.containerinstance', 'containerGroups', '2023-05-01'],
  ['Microsoft.StandbyPool', 'standbyContainerGroupPools', '2025-03-01'],
])('the provider %s is registered, with its types and versions', async (name, type, version) => {
  const path = `${subscription}/providers/${name}`;
  const found = Provider.parse(await (await emulator.arms(path)).json());
  const registered = await emulator.arms(`${path}/register`, { method: 'POST' });
  expect(found.registrationState).toBe('Registered');
  const one = found.resourceTypes.find(({ resourceType }) => resourceType === type);
  expect(one?.apiVersions).toContain(version);
  expect(one?.locations).toContain('West Europe');
  expect(Provider.parse(await registered.json())).toEqual(found);
});

test('all providers are listed, and another is refused', async () => {
  const list = await (await emulator.arms(`${subscription}/providers`)).json();
  const { value } = z.object({ value: z.array(Provider) }).parse(list);
  expect(value.map(({ namespace }) => namespace)).toContain('Microsoft.ContainerInstance');
  await expect(
    failure(emulator.arms(`${subscription}/providers/Microsoft.Other`)),
  ).resolves.toMatchObject({ status: 404, code: 'InvalidResourceNamespace' });
});

test('the locations of the subscription are listed', async () => {
  const reply = await emulator.arms(`${subscription}/locations`);
  await expect(reply.json()).resolves.toMatchObject({
    value: expect.arrayContaining([
      expect.objectContaining({ name: 'westeurope', displayName: 'West Europe' }),
    ]),
  });
});

const Names = z.object({ value: z.array(z.object({ name: z.string() })) });
async function names(path: string): Promise<string[]> {
  return Names.parse(await (await emulator.arms(path)).json()).value.map(({ name }) => name);
}

test('resources are found by type, group, name and tag', async () => {
  await put(emulator, 'found-1', groupBody({}, { tags: { owner: 'me' } }));
  await put(emulator, 'found-2', groupBody({}, { tags: { owner: 'you' } }));
  const find = (filter: string): Promise<string[]> =>
    names(`${subscription}/resources?$filter=${encodeURIComponent(filter)}`);

  expect(await names(`${subscription}/resources`)).toEqual(
    expect.arrayContaining(['found-1', 'found-2']),
  );
  expect(await find("resourceType eq 'microsoft.containerinstance/containergroups'")).toEqual(
    expect.arrayContaining(['found-1', 'found-2']),
  );
  expect(await find("resourceType eq 'Microsoft.Web/sites'")).toEqual([]);
  expect(await find("tagName eq 'owner' and tagValue eq 'you'")).toEqual(['found-2']);
  expect(await find("resourceGroup eq 'TESTS' and name eq 'found-1'")).toEqual(['found-1']);
  expect(await names(`${subscription}/resourceGroups/tests/resources`)).toContain('found-2');
  await expect(
    failure(emulator.arms(`${subscription}/resources?$filter=size gt 3`)),
  ).resolves.toMatchObject({ code: 'InvalidFilterInQueryString' });
});

test('a resource group is deleted as ARM does: 202, and its Location says when it is done', async () => {
  const path = `${subscription}/resourcegroups/short`;
  const body = '{"location":"northeurope","tags":{"a":"b"}}';
  await emulator.arms(path, { method: 'PUT', body });
  const moved = failure(emulator.arms(path, { method: 'PUT', body: '{"location":"westeurope"}' }));
  await expect(moved).resolves.toMatchObject({ code: 'InvalidResourceGroupLocation' });
  const tagged = await emulator.arms(path, { method: 'PATCH', body: '{"tags":{"c":"d"}}' });
  await expect(tagged.json()).resolves.toMatchObject({ tags: { c: 'd' } });

  const deleted = await emulator.arms(path, { method: 'DELETE' });
  expect(deleted.status).toBe(202);
  expect(deleted.headers.get('retry-after')).toBe('1');
  const done = await fetch(deleted.headers.get('location') ?? '', {
    headers: { authorization: 'Bearer x' },
  });
  expect(done.status).toBe(200);
  await expect(failure(emulator.arms(path))).resolves.toMatchObject({
    code: 'ResourceGroupNotFound',
  });
});

test('a resource group in a region that is none is refused', async () => {
  const init = { method: 'PUT', body: '{"location":"nowhere"}' };
  await expect(
    failure(emulator.arms(`${subscription}/resourceGroups/lost`, init)),
  ).resolves.toMatchObject({ status: 400, code: 'LocationNotAvailableForResourceGroup' });
});

const link =
  '/subscriptions/$S/resourceGroups/tests/providers/Microsoft.Network/virtualNetworks/v/subnets/s/providers/Microsoft.ContainerInstance/serviceAssociationLinks/default';

test.each([
  ['PUT', 'ngroups/n', 'NGroups_CreateOrUpdate'],
  ['POST', 'ngroups/n/start', 'NGroups_Start'],
  ['GET', 'sandboxGroups', 'SandboxGroups_ListByResourceGroup'],
  ['DELETE', 'sandboxGroups/s', 'SandboxGroups_Delete'],
  ['GET', link, 'SubnetServiceAssociationLink_Get'],
  ['PUT', link, 'SubnetServiceAssociationLink_CreateOrUpdate'],
  ['PATCH', link, 'SubnetServiceAssociationLink_Update'],
  ['DELETE', link, 'SubnetServiceAssociationLink_Delete'],
])('%s %s is refused by name', async (method, path, operation) => {
  const reply = emulator.arms(path.replace('$S', emulator.subscriptionId), { method });
  await expect(failure(reply)).resolves.toMatchObject({
    status: 501,
    code: 'NotImplemented',
    message: `${operation} is not emulated yet`,
  });
});
