import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { ClientSecretCredential } from '@azure/identity';
import { z } from 'zod';
import { checkToken } from '../../../local/aci/identity/check-token.ts';
import { TokenIssuer, tokenKey } from '../../../local/aci/identity/token-issuer.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { failure } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
  const body = '{"tokens":"strict"}';
  await fetch(`${emulator.arm}/_emu/behaviour`, { method: 'PATCH', body });
});
afterAll(() => emulator.stop());

const tenantId = '22222222-2222-2222-2222-222222222222';
const arm = 'https://management.azure.com/.default';

async function tokenFor(resource: string): Promise<string> {
  const headers = { 'X-IDENTITY-HEADER': 'x' };
  const reply = await fetch(`${emulator.arm}/msi/token?resource=${resource}`, { headers });
  return z.object({ access_token: z.string() }).parse(await reply.json()).access_token;
}

const listWith = (token: string): Promise<Response> =>
  emulator.arms('containerGroups', { headers: { authorization: `Bearer ${token}` } });

test.each(['https://management.azure.com', 'https://management.core.windows.net/'])(
  'a token for %s comes in',
  async (resource) => {
    expect((await listWith(await tokenFor(resource))).status).toBe(200);
  },
);

test('the SDK comes in with a client secret', async () => {
  const { armHttps, subscriptionId, resourceGroup } = emulator;
  const options = { authorityHost: armHttps, disableInstanceDiscovery: true };
  const credential = new ClientSecretCredential(tenantId, tenantId, 'any', options);
  const client = new ContainerInstanceManagementClient(credential, subscriptionId, {
    endpoint: armHttps,
  });
  const names = [];
  for await (const { name } of client.containerGroups.listByResourceGroup(resourceGroup)) {
    names.push(name);
  }
  expect(names).toEqual([]);
});

test.each(['any', 'a.b.c', '..', 'eyJhbGciOiJub25lIn0.e30.'])(
  'the token "%s" is nobody\'s',
  async (token) => {
    const reply = await listWith(token);
    expect(reply.headers.get('www-authenticate')).toContain('error="invalid_token"');
    await expect(failure(reply)).resolves.toMatchObject({
      status: 401,
      code: 'InvalidAuthenticationToken',
    });
  },
);

test('a token whose claims were changed is nobody’s', async () => {
  const [header = '', claims = '', signature = ''] = (await tokenFor(arm)).split('.');
  const changed = Buffer.from(claims, 'base64url').toString().replace('"app"', '"user"');
  const token = [header, Buffer.from(changed).toString('base64url'), signature].join('.');
  expect((await listWith(token)).status).toBe(401);
});

test('a token for another service is refused as ARM does', async () => {
  const refused = failure(listWith(await tokenFor('https://storage.azure.com')));
  await expect(refused).resolves.toMatchObject({
    status: 401,
    code: 'InvalidAuthenticationTokenAudience',
    message: expect.stringContaining("wrong audience or resource 'https://storage.azure.com'"),
  });
});

test('a token for a service of a strange name is refused like any other', async () => {
  const resource = encodeURIComponent('https://a"\r\nx: y€');
  expect((await listWith(await tokenFor(resource))).status).toBe(401);
});

const key = new Uint8Array(32);

test('a token of another tenant, with a right signature, is refused as ARM does', () => {
  const issuer = new TokenIssuer({ tenantId: 'other', key });
  const { accessToken } = issuer.issue(arm);
  expect(() => {
    checkToken(accessToken, issuer, tenantId);
  }).toThrow(
    expect.objectContaining({
      status: 401,
      code: 'InvalidAuthenticationTokenTenant',
      message: expect.stringContaining("from the wrong issuer 'https://sts.windows.net/other/'"),
    }),
  );
});

test('a token holds for a day', async () => {
  const clock = new VirtualClock(new Date('2026-01-01T00:00:00Z'));
  const issuer = new TokenIssuer({ tenantId, key, clock });
  const { accessToken } = issuer.issue(arm);
  const check = (): void => {
    checkToken(accessToken, issuer, tenantId);
  };
  await clock.advance(86_399_000);
  expect(check).not.toThrow();
  await clock.advance(1000);
  expect(check).toThrow(
    expect.objectContaining({
      status: 401,
      code: 'ExpiredAuthenticationToken',
      message:
        "The access token expiry UTC time '1/2/2026 12:00:00 AM' is earlier than current UTC time '1/2/2026 12:00:00 AM'.",
    }),
  );
});

test('a token that a client has cached holds over a restart of the emulator', () => {
  const { database } = new AciStore(undefined);
  const before = new TokenIssuer({ tenantId, key: tokenKey(database) });
  const after = new TokenIssuer({ tenantId, key: tokenKey(database) });
  const { accessToken } = before.issue(arm);
  expect(() => {
    checkToken(accessToken, after, tenantId);
  }).not.toThrow();
});
