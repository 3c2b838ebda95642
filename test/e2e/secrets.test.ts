import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DefaultAzureCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import fc from 'fast-check';
import { HmacSignatures } from '../../clients/azure/signatures.ts';
import { claimOf } from '../../jobs/completion.ts';
import { eventually } from '../support/eventually.ts';
import { hostileRequest, worstRequests } from '../support/hostile-requests.ts';
import { leaksIn } from '../support/canaries.ts';
import { startTestStack, type TestStack } from './stack.ts';

const secrets = {
  variable: 'ca"n/a+r=y1-Zr8',
  password: 'ca"n/a+r=y2-Yq7',
  storageKey: 'ca"n/a+r=y3-Xp6',
  file: 'ca"n/a+r=y4\nWn5 of two lines',
};
/** Files that have to hold a secret, by their beginnings, and why. */
const holders: readonly (readonly [string, string])[] = [
  ['key-vault/key-vault.sqlite', 'the vault'],
  [
    'aci/aci.sqlite',
    'ARM keeps a group as it was sent, to run it; and the faults that this test asks for',
  ],
  ['aci/volumes/', 'the files of a group’s secret volume'],
  ['host/keys.json', 'the host has to know the keys that it asks for'],
];

let local: TestStack;
let root = '';
beforeAll(async () => {
  process.env['JOB_POLICY'] = JSON.stringify([{ images: ['workload:'], secretRefs: ['*'] }]);
  local = await startTestStack({ also: ['key-vault', 'event-grid', 'logic-apps'] });
  root = path.dirname(path.dirname(local.stack.ready['caCertificate'] ?? ''));
  await mkdir(path.join(root, 'aci', 'azure-files', 'account', 'data'), { recursive: true });
  const vault = new SecretClient(local.stack.ready['keyVault'] ?? '', new DefaultAzureCredential());
  for (const [name, value] of Object.entries(secrets)) await vault.setSecret(name, value);
}, 60_000);
afterAll(async () => {
  delete process.env['JOB_POLICY'];
  await local.stop();
});

const variables = [{ name: 'VARIABLE', secretRef: 'variable' }];
const job = (script: string, more: object = {}, properties: object = {}) => ({
  ...more,
  group: {
    properties: {
      containers: [
        {
          name: 'main',
          properties: {
            image: 'durable-aci/sentiment:latest',
            command: ['/bin/sh', '-c', script],
            environmentVariables: variables,
            ...properties,
          },
        },
      ],
      imageRegistryCredentials: [
        { server: 'registry.example', username: 'puller', secretRef: 'password' },
      ],
      volumes: [
        { name: 'files', secret: { 'f.txt': { secretRef: 'file' } } },
        {
          name: 'share',
          azureFile: { shareName: 'data', storageAccountName: 'account', secretRef: 'storageKey' },
        },
      ],
    },
  },
});

/** The next create is refused with this message. */
async function refuseNext(message: string): Promise<void> {
  const action = { status: 400, code: 'InvalidRequestContent', message };
  const match = { operation: 'ContainerGroups_CreateOrUpdate' };
  const reply = await fetch(`${local.stack.ready['arm'] ?? ''}/_emu/faults`, {
    method: 'POST',
    body: JSON.stringify({ match, action }),
  });
  expect(reply.ok).toBe(true);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Every file that holds a canary, or a signature of a blob’s URL, but those that have to. */
async function leakyFiles(canaries: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const file of await filesBelow(root)) {
    if (holders.some(([beginning]) => file.startsWith(beginning))) continue;
    const text = (await readFile(path.join(root, file)).catch(() => Buffer.from(''))).toString();
    const signature = /[?&]sig=[A-Za-z0-9%+/]{30,}/.exec(text)?.[0];
    found.push(...leaksIn(text, canaries).map((name) => `${file}: ${name}`));
    if (signature !== undefined) found.push(`${file}: ${signature}`);
  }
  return found;
}

test('no file, reply or log of the whole stack holds a secret that is not its own', async () => {
  const { ready, services } = local.stack;
  const succeeded = await local.api.post(job(`test -n "$VARIABLE" && test -n "$OUTPUT_URL"`));
  const failed = await local.api.post(job('exit 3'));
  const cancelled = await local.api.post(job('exec sleep 300'));
  await local.whenOver(succeeded);
  const shim = path.resolve('images/shim/run.sh');
  const pushed = await local.api.post(
    job('', { completion: 'push' }, { command: [shim, '/bin/sh', '-c', 'sleep 1'] }),
  );
  await local.whenOver(failed);
  await local.whenOver(pushed);

  await refuseNext(
    Object.values(secrets)
      .map((secret) => `${secret} ${encodeURIComponent(secret)}`)
      .join(' and '),
  );
  const refused = await local.api.post(job('exit 0'));
  await local.whenOver(refused);

  // It dies while a group of its runs, and goes on with it.
  await eventually(async () =>
    (await local.api.get(cancelled)).phase === 'running' ? true : undefined,
  );
  const host = services.get('host');
  const pid = host?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await host?.whenReplaced(pid);
  await local.request('POST', `/api/jobs/${cancelled}/cancel`);
  await local.whenOver(cancelled);

  const outcomes = await Promise.all(
    [succeeded, failed, pushed, refused, cancelled].map((id) => local.api.get(id)),
  );
  expect(outcomes.map(({ outcome }) => outcome?.class ?? outcome?.status)).toEqual([
    'succeeded',
    'container-exit',
    'succeeded',
    'invalid-spec',
    'cancelled',
  ]);

  const claim = claimOf({ jobId: pushed, task: 0, attempt: 1, container: 'main' });
  const token = new HmacSignatures('the-key-of-this-machine-alone-which-is-no-secret').sign(claim);
  const { functionKey = '', systemKey = '', functions = '' } = ready;
  const canaries = { ...secrets, token, functionKey, systemKey };
  // A key may also come in the URL.
  const byUrl = await fetch(`${functions}/api/jobs?code=${encodeURIComponent(functionKey)}`);
  const instances = await fetch(
    `${functions}/runtime/webhooks/durabletask/instances?showInput=true&code=${encodeURIComponent(systemKey)}`,
  );
  const said = [
    await byUrl.text(),
    await (await fetch(`${ready['arm'] ?? ''}/_emu/journal`)).text(),
    await (await fetch(`${ready['keyVault'] ?? ''}/_emu/journal`)).text(),
    JSON.stringify(outcomes),
  ];
  expect(byUrl.status).toBe(200);
  expect(instances.status).toBe(200);
  for (const text of said) expect(leaksIn(text, canaries)).toEqual([]);
  expect(leaksIn(await instances.text(), secrets)).toEqual([]);
  expect(await leakyFiles(canaries)).toEqual([]);
  // What is no secret is found: in blobs, tables and histories.
  const known = (await leakyFiles({ id: succeeded, command: 'exec sleep 300' })).join('\n');
  for (const place of ['storage/azurite/__blobstorage__/', '__azurite_db_table__', 'host/'])
    expect(known).toContain(place);
}, 120_000);

test('a job that asks for a secret that its image may not have is 400 by its field', async () => {
  const reply = await local.request('POST', '/api/jobs', {
    body: JSON.stringify(job('exit 0', {}, { image: 'alpine:3' })),
  });
  expect(reply.status).toBe(400);
  const text = await reply.text();
  expect(text).toContain('environmentVariables[0].secretRef');
  expect(text).toContain('does not give to the image alpine:3');
});

test('300 hostile requests over HTTP are each a problem, and no job comes of those that are wrong', async () => {
  const statuses = new Set<number>();
  const before = (await local.api.list()).length;
  let started = 0;
  const property = fc.asyncProperty(hostileRequest, async ({ headers, body, isWrong }) => {
    // Those that no client can send, or that say another length than they have.
    const sent = Object.fromEntries(
      Object.entries(headers).filter(([name]) => name !== 'content-length'),
    );
    const reply = await local.request('POST', '/api/jobs', { headers: sent, body });
    statuses.add(reply.status);
    if (reply.status === 202) started += 1;
    const isProblem = reply.headers.get('content-type')?.includes('application/problem+json');
    expect(reply.status === 202 || isProblem).toBe(true);
    expect(isWrong && reply.status === 202).toBe(false);
    expect(reply.status).toBeLessThan(500);
  });
  await fc.assert(property, { numRuns: 300, seed: 20_261_123 });
  for (const { headers, body } of worstRequests) {
    const reply = await local.request('POST', '/api/jobs', { headers, body });
    expect([400, 413]).toContain(reply.status);
  }
  expect(statuses).toContain(400);
  expect((await local.api.list()).length - before).toBe(started);
}, 120_000);
