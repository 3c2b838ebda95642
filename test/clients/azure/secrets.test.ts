import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DefaultAzureCredential } from '@azure/identity';
import { AzureSecrets } from '../../../clients/azure/secrets.ts';
import { placeOfSecret } from '../../../jobs/spec/secret-ref.ts';
import { startEmulator, type TestEmulator } from '../../local/aci/support/in-process.ts';
import { anyCredential, startVault, type TestVault } from '../../local/key-vault/support/vault.ts';

let vault: TestVault;
let secrets: AzureSecrets;
beforeAll(async () => {
  vault = await startVault();
  await vault.put('known', 'canary');
});
afterAll(() => vault.stop());
beforeEach(() => {
  secrets = new AzureSecrets({ credential: anyCredential(), vault: vault.url });
});

const read = (ref: string) => secrets.read(placeOfSecret(ref));

describe('a secret', () => {
  test('is read from the deployment’s vault by its name, in any case', async () => {
    expect(await read('Known')).toEqual({ value: 'canary' });
  });

  test('is read by its URL, and in one version of it', async () => {
    await vault.put('versions', 'old');
    const found: unknown = await (await vault.ask('/secrets/versions')).json();
    const [, version = ''] = /([0-9a-f]{32})"/.exec(JSON.stringify(found)) ?? [];
    await vault.put('versions', 'new');
    expect(await read(`versions/${version}`)).toEqual({ value: 'old' });
    expect(await read(`${vault.url}/secrets/versions`)).toEqual({ value: 'new' });
  });

  test('comes with its times', async () => {
    await vault.put('times', 'x', { attributes: { nbf: 1_700_000_000, exp: 1_800_000_000 } });
    expect(await read('times')).toEqual({
      value: 'x',
      notBefore: new Date(1_700_000_000_000),
      expiresOn: new Date(1_800_000_000_000),
    });
  });

  test.each([
    ['there is none', 'absent', {}, /no such secret/],
    ['there is no such version', `known/${'0'.repeat(32)}`, {}, /no such version/],
    [
      'it is refused',
      'known',
      { status: 403, code: 'Forbidden' },
      /not give it to this deployment/,
    ],
    ['the request is refused', 'known', { status: 400, code: 'BadParameter' }, /400 BadParameter/],
  ])('is not to be had, which is a value: %s', async (_, ref, fault, problem) => {
    if ('status' in fault) await vault.fault(fault);
    expect(await read(ref)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('that is disabled is not to be had', async () => {
    await vault.put('off', 'canary', { attributes: { enabled: false } });
    expect(await read('off')).toEqual({ problem: 'it is disabled' });
  });

  test('is asked for again where the vault is too busy, as late as it says', async () => {
    await vault.fault({ status: 429, retryAfterSeconds: 1 });
    const started = Date.now();
    expect(await read('known')).toEqual({ value: 'canary' });
    expect(Date.now() - started).toBeGreaterThan(900);
  });

  test('of a vault that goes on failing is an error without what the vault said', async () => {
    await vault.fault({ status: 503, code: 'Busy', times: 5, retryAfterSeconds: 0 });
    const error: unknown = await read('known').catch((thrown: unknown) => thrown);
    expect(String(error)).toBe(
      `Error: The key vault ${vault.url} did not give the secret known: 503 Busy`,
    );
    expect(Object.keys(error instanceof Error ? error : {})).toEqual([]);
    expect(error).not.toHaveProperty('cause');
  });

  test('of no vault is not to be had', async () => {
    secrets = new AzureSecrets({ credential: anyCredential(), vault: undefined });
    expect(await read('known')).toEqual({ problem: 'this deployment has no key vault' });
  });
});

describe('with the identity of the local stack', () => {
  let emulator: TestEmulator;
  beforeAll(async () => {
    emulator = await startEmulator();
    process.env['AZURE_TOKEN_CREDENTIALS'] = 'ManagedIdentityCredential';
    process.env['IDENTITY_ENDPOINT'] = `${emulator.arm}/msi/token`;
    process.env['IDENTITY_HEADER'] = 'any';
  });
  afterAll(() => emulator.stop());

  test('a secret is read, by a token for what the vault asks for', async () => {
    const own = await startVault();
    await own.put('known', 'canary');
    const credential = new DefaultAzureCredential();
    const mine = new AzureSecrets({ credential, vault: own.url });
    expect(await mine.read(placeOfSecret('known'))).toEqual({ value: 'canary' });
    await own.stop();
  });
});
