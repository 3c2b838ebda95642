import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClientSecretCredential } from '@azure/identity';
import { z } from 'zod';
import { startEmulator, type TestEmulator } from './support/in-process.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const Reply = z.looseObject({
  access_token: z.string(),
  resource: z.string(),
  expires_on: z.string(),
});
const Claims = z.looseObject({
  aud: z.string(),
  iss: z.string(),
  nbf: z.number(),
  exp: z.number(),
  tid: z.string(),
});

function claimsOf(token: string) {
  return Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));
}

const resource = 'https://storage.azure.com';

test.each([
  [
    'App Service',
    `/msi/token?resource=${resource}&api-version=2019-08-01`,
    { headers: { 'X-IDENTITY-HEADER': 'x' } },
  ],
  [
    'a VM',
    `/metadata/identity/oauth2/token/?resource=${resource}`,
    { headers: { Metadata: 'true' } },
  ],
  [
    'MSI_ENDPOINT',
    '/msi/token',
    { method: 'POST', headers: { Metadata: 'true' }, body: new URLSearchParams({ resource }) },
  ],
])('a token as of %s has the claims that Azurite asks for', async (_kind, path, init) => {
  const reply = Reply.parse(await (await fetch(`${emulator.arm}${path}`, init)).json());
  const claims = claimsOf(reply.access_token);
  const now = Date.now() / 1000;
  expect(claims).toMatchObject({
    aud: resource,
    iss: expect.stringMatching(/^https:\/\/sts\.windows\.net\/[0-9a-f-]{36}\/$/),
  });
  expect(claims.nbf).toBeLessThan(now);
  expect(claims.exp).toBeGreaterThan(now + 3600);
  expect(Number(reply.expires_on)).toBe(claims.exp);
});

test('tokens hold by real time, however far the clock was advanced', async () => {
  await fetch(`${emulator.arm}/_emu/clock`, { method: 'POST', body: '{"advanceSeconds":864000}' });
  const init = { headers: { 'X-IDENTITY-HEADER': 'x' } };
  const reply = await fetch(`${emulator.arm}/msi/token?resource=r`, init);
  const { nbf } = claimsOf(Reply.parse(await reply.json()).access_token);
  expect(nbf).toBeLessThan(Date.now() / 1000);
});

test.each([
  ['no header', '/msi/token?resource=r'],
  ['no resource', '/msi/token'],
  ['no Metadata header', '/metadata/identity/oauth2/token?resource=r'],
])('a request for a token with %s is refused', async (_what, path) => {
  const headers = path === '/msi/token' ? { 'X-IDENTITY-HEADER': 'x' } : {};
  expect((await fetch(`${emulator.arm}${path}`, { headers })).status).toBe(400);
});

test('ClientSecretCredential gets a token from the authority endpoints', async () => {
  const credential = new ClientSecretCredential(
    '22222222-2222-2222-2222-222222222222',
    '33333333-3333-3333-3333-333333333333',
    'any secret',
    { authorityHost: emulator.armHttps, disableInstanceDiscovery: true },
  );
  const { token } = await credential.getToken('https://management.azure.com/.default');
  expect(claimsOf(token).aud).toBe('https://management.azure.com');
});
