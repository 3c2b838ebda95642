import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { request } from 'node:https';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startVault, type TestVault, tokenFor } from './support/vault.ts';

let vault: TestVault;
beforeAll(async () => {
  vault = await startVault();
  await vault.put('known', 'value');
});
afterAll(() => vault.stop());

const ours = 'key-vault://0.0.1';

describe('a request', () => {
  test.each([
    ['none', undefined, false],
    ['another kind', 'Basic dTpw', false],
    ['no token', 'Bearer x', true],
    ['one of another audience', `Bearer ${tokenFor('https://storage.azure.com')}`, true],
    ['one that is over', `Bearer ${tokenFor(ours, { exp: 1 })}`, true],
    ['one that has not begun', `Bearer ${tokenFor(ours, { nbf: 9_999_999_999 })}`, true],
  ])('that brings %s is challenged', async (_, authorization, isWrong) => {
    const headers = { authorization: authorization ?? '' };
    const reply = await vault.ask('/secrets/known', { headers });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe(
      `Bearer authorization="https://login.windows.net/22222222-2222-2222-2222-222222222222", resource="${ours}"${isWrong ? ', error="invalid_token"' : ''}`,
    );
    expect(await reply.json()).toMatchObject({ error: { code: 'Unauthorized' } });
  });

  test.each(['7.4', '7.5', '7.6', '2025-07-01', '2026-04-01'])(
    'may have api-version %s',
    async (version) => {
      expect((await vault.ask(`/secrets/known?api-version=${version}`)).status).toBe(200);
    },
  );

  test.each(['', '1.0', 'latest'])('may not have api-version %j', async (version) => {
    const reply = await vault.ask(`/secrets/known?api-version=${version}`);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ error: { code: 'BadParameter' } });
  });

  test.each([
    ['a name that is none', 'PUT', '/secrets/a_b', '{"value":"x"}', 400],
    [
      'a value that is too large',
      'PUT',
      '/secrets/a',
      JSON.stringify({ value: 'x'.repeat(25_601) }),
      400,
    ],
    ['no value', 'PUT', '/secrets/a', '{}', 400],
    ['no JSON', 'PUT', '/secrets/a', 'canary', 400],
    ['a body that is too large', 'PUT', '/secrets/a', 'x'.repeat(300_000), 413],
    ['a page size that is none', 'GET', '/secrets?maxresults=26', undefined, 400],
    ['a backup', 'POST', '/secrets/a/backup', undefined, 501],
    ['a restore', 'POST', '/secrets/restore', undefined, 501],
    ['keys', 'GET', '/keys/a', undefined, 501],
  ])('for %s is refused by name', async (_, method, below, body, status) => {
    const reply = await vault.ask(below, { method, ...(body !== undefined && { body }) });
    expect(reply.status).toBe(status);
    const text = await reply.text();
    expect(JSON.parse(text)).toMatchObject({ error: { code: expect.any(String) } });
    expect(text).not.toContain('canary');
  });

  test('by the name of another host is refused, as is one of a page for the emulator', async () => {
    const headersOf = { headers: { host: 'evil.example' }, servername: 'localhost' };
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${vault.url}/secrets/known?api-version=7.6`, headersOf, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      });
      asked.once('error', reject);
      asked.end();
    });
    expect(status).toBe(421);
    const headers = { origin: 'https://evil.example' };
    expect((await fetch(`${vault.url}/_emu/journal`, { headers })).status).toBe(403);
  });
});

test('a fault meets the secret that it is for, as often as it says', async () => {
  await vault.put('busy', 'x');
  await vault.fault({ name: 'busy', status: 429, code: 'Throttled', retryAfterSeconds: 3 });
  expect((await vault.ask('/secrets/known')).status).toBe(200);
  const reply = await vault.ask('/secrets/busy');
  expect(reply.status).toBe(429);
  expect(reply.headers.get('retry-after')).toBe('3');
  expect((await vault.ask('/secrets/busy')).status).toBe(200);
  expect(await vault.journal()).toEqual(expect.arrayContaining(['GET /secrets/busy 429']));
});

test('a secret outlives kill -9, in a folder that is its owner’s alone', async () => {
  const folder = await temporaryFolder('key-vault');
  const args = [
    'local/key-vault/main.ts',
    '--port',
    '0',
    '--data',
    path.join(folder, 'data'),
    '--certificates',
    path.join(folder, 'certificates'),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = String(await once(child.stdout, 'data'));
  const [, url = ''] = /READY .*"keyVault":"([^"]+)"/.exec(said) ?? [];
  const own = await startVault({ certificates: path.join(folder, 'certificates') });
  await fetch(`${url}/secrets/kept?api-version=7.6`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${tokenFor(ours)}` },
    body: '{"value":"still here"}',
  });
  await own.stop();
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect((await stat(path.join(folder, 'data'))).mode & 0o077).toBe(0);
  const again = await startVault({ folder });
  expect(await (await again.ask('/secrets/kept')).json()).toMatchObject({ value: 'still here' });
  await again.stop();
});
