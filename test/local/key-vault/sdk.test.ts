import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SecretClient } from '@azure/keyvault-secrets';
import { anyCredential, startVault, type TestVault } from './support/vault.ts';

let vault: TestVault;
let client: SecretClient;
const asked: string[] = [];
beforeAll(async () => {
  vault = await startVault();
  client = new SecretClient(vault.url, anyCredential(asked), { retryOptions: { maxRetries: 0 } });
});
afterAll(() => vault.stop());

describe('the unmodified SDK, which verifies whose token it is asked for', () => {
  test('sets a secret and gets it, after the challenge', async () => {
    const set = await client.setSecret('first', 'välue', { contentType: 'text/plain' });
    expect(await client.getSecret('first')).toMatchObject({
      name: 'first',
      value: 'välue',
      properties: {
        vaultUrl: vault.url,
        version: set.properties.version,
        enabled: true,
        contentType: 'text/plain',
        recoverableDays: 7,
      },
    });
    expect(asked.at(0)).toBe('key-vault://0.0.1/.default');
  });

  test('gets any version, and the newest without one', async () => {
    const { properties } = await client.setSecret('twice', 'old');
    await client.setSecret('twice', 'new');
    expect((await client.getSecret('twice')).value).toBe('new');
    const { version = '' } = properties;
    expect((await client.getSecret('twice', { version })).value).toBe('old');
    const versions: unknown[] = [];
    for await (const one of client.listPropertiesOfSecretVersions('twice')) versions.push(one);
    expect(versions).toHaveLength(2);
  });

  test('knows names in any case', async () => {
    await client.setSecret('In-Case', 'x');
    expect((await client.getSecret('in-case')).value).toBe('x');
  });

  test('sees times, and gets what is over all the same, as from Azure', async () => {
    const [notBefore, expiresOn] = [new Date('2020-01-01'), new Date('2020-01-02')];
    await client.setSecret('times', 'x', { notBefore, expiresOn });
    expect((await client.getSecret('times')).properties).toMatchObject({ notBefore, expiresOn });
  });

  test('is refused a secret that is disabled, until it is enabled again', async () => {
    const { properties } = await client.setSecret('off', 'x', { enabled: false });
    const refused = { statusCode: 403, code: 'Forbidden' };
    await expect(client.getSecret('off')).rejects.toMatchObject(refused);
    await client.updateSecretProperties('off', properties.version ?? '', { enabled: true });
    expect((await client.getSecret('off')).value).toBe('x');
  });

  test('is told that there is none', async () => {
    const missing = { statusCode: 404, code: 'SecretNotFound' };
    await expect(client.getSecret('absent')).rejects.toMatchObject(missing);
    const version = '0'.repeat(32);
    await expect(client.getSecret('first', { version })).rejects.toMatchObject(missing);
  });

  test('deletes, sees what is deleted, recovers and purges', async () => {
    await client.setSecret('gone', 'x');
    const deleted = await (await client.beginDeleteSecret('gone')).pollUntilDone();
    expect(deleted.name).toBe('gone');
    await expect(client.getSecret('gone')).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.setSecret('gone', 'y')).rejects.toMatchObject({ statusCode: 409 });
    await (await client.beginRecoverDeletedSecret('gone')).pollUntilDone();
    expect((await client.getSecret('gone')).value).toBe('x');
    await (await client.beginDeleteSecret('gone')).pollUntilDone();
    await client.purgeDeletedSecret('gone');
    await client.setSecret('gone', 'z');
    expect((await client.getSecret('gone')).value).toBe('z');
  });

  test('lists page after page, without values', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `page-${index}`);
    for (const name of names) await vault.put(name, 'canary');
    const listed: unknown[] = [];
    for await (const one of client.listPropertiesOfSecrets()) listed.push(one);
    expect(listed.length).toBeGreaterThanOrEqual(30);
    expect(JSON.stringify(listed)).not.toContain('canary');
  });
});
