import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Deps } from '../../activities/deps.ts';
import { AzureSecrets } from '../../clients/azure/secrets.ts';
import { journal } from '../local/aci/support/controls.ts';
import type { TestEmulator } from '../local/aci/support/in-process.ts';
import { anyCredential, startVault, type TestVault } from '../local/key-vault/support/vault.ts';
import { fault, groupsOf, ranOnArm, scriptJob, useArm } from '../support/arm-world.ts';
import { leaksIn } from '../support/canaries.ts';
import { type JobWorld, settings, type WorldOptions } from '../support/job-world.ts';

const canaries = {
  variable: 'ca"n/a+r=y1-Zr8',
  password: 'ca"n/a+r=y2-Yq7',
  storageKey: 'ca"n/a+r=y3-Xp6',
  file: 'ca"n/a+r=y4\nWn5 of two lines',
  signature: 'canary5%2FVm4%3D',
};

let arm: TestEmulator;
let vault: TestVault;
useArm((emulator) => {
  arm = emulator;
});
beforeAll(async () => {
  await mkdir(path.join(arm.folder, 'data', 'azure-files', 'acc', 'data'), { recursive: true });
  vault = await startVault();
  await vault.put('variable', canaries.variable);
  await vault.put('password', canaries.password);
  await vault.put('storage-key', canaries.storageKey);
  await vault.put('file', canaries.file);
});
afterAll(async () => {
  await vault.stop();
});

/** A job that has every kind of secret. */
function secretJob(script: string, more: object = {}): unknown {
  const job = scriptJob(script, more, {
    imageRegistryCredentials: [
      { server: 'durableaci.azurecr.io', username: 'puller', secretRef: 'password' },
    ],
    volumes: [
      { name: 'secrets', secret: { 'file.txt': { secretRef: 'file' } } },
      {
        name: 'share',
        azureFile: { shareName: 'data', storageAccountName: 'acc', secretRef: 'storage-key' },
      },
    ],
  });
  const [container] = job.group.properties.containers;
  const environmentVariables = [
    { name: 'VARIABLE', secretRef: 'variable' },
    { name: 'AGAIN', secretRef: 'Variable' },
  ];
  return {
    ...job,
    group: {
      properties: {
        ...job.group.properties,
        containers: [
          { ...container, properties: { ...container?.properties, environmentVariables } },
        ],
      },
    },
  };
}

async function ran(
  spec: unknown,
  options: WorldOptions & { readonly patienceMs?: number } = {},
): Promise<JobWorld> {
  const deps: Partial<Deps> = {
    secrets: new AzureSecrets({ credential: anyCredential(), vault: vault.url }),
    settings: {
      ...settings,
      policy: {
        identities: [],
        subnets: [],
        vault: vault.url,
        rules: [{ images: ['durableaci.azurecr.io'], secretRefs: ['*'] }],
      },
    },
  };
  const sign = (url: string): string => `${url}?sp=r&sig=${canaries.signature}`;
  return ranOnArm(arm, spec, {
    ...options,
    deps,
    beforeStep: (step, world) => {
      world.artifacts.signRead = (url) => Promise.resolve(sign(url));
      world.artifacts.signWrite = (url) => Promise.resolve(sign(url));
      return options.beforeStep?.(step, world);
    },
  });
}

/** Everything that is kept of a job, or said of it, but in the vault and in the group itself. */
async function leaksOf(world: JobWorld): Promise<string[]> {
  const { engine, store, artifacts, replies, notices } = world;
  const kept = [
    engine.executions.map(({ input, output, history, actions }) => ({
      input,
      output,
      history,
      actions,
    })),
    [...store.jobs],
    await world.tasks(),
    [...artifacts.blobs],
    replies,
    notices,
    await journal(arm),
    await vault.journal(),
    await (await arm.arms('containerGroups')).text(),
  ];
  return leaksIn(JSON.stringify(kept), canaries);
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const isSame = (value: string, expected: string): string =>
  `printf %s "${value}" | sha256sum | grep -q ${hashOf(expected)}`;
/** The container finds what it was given, and the script does not say what that is. */
const checks = [
  isSame('$VARIABLE', canaries.variable),
  isSame('$AGAIN', canaries.variable),
  isSame('${OUTPUT_URL#*sig=}', canaries.signature),
].join(' && ');

/** What ARM might say that repeats all it was sent. */
const echo = Object.values(canaries)
  .flatMap((canary) => [
    canary,
    encodeURIComponent(canary),
    Buffer.from(canary).toString('base64'),
    JSON.stringify(canary),
  ])
  .join(' and ');

test('the search finds each of them, in whatever form it stands', () => {
  const [canary] = [canaries.variable];
  const body = JSON.stringify({ outer: JSON.stringify({ value: canary }) });
  const forms = [canary, encodeURIComponent(canary), body];
  const encoded = ['', 'x', 'xy'].map((before) =>
    Buffer.from(`${before}${canary}, and more`).toString('base64'),
  );
  for (const form of [...forms, ...encoded])
    expect(leaksIn(`... ${form} ...`, canaries)).toEqual(['variable']);
});

describe('a job with secrets', () => {
  test('gets them, each read once, and they are kept nowhere', async () => {
    const before = (await vault.journal()).length;
    const world = await ran(secretJob(`${checks} || exit 9; echo done`));
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    const reads = (await vault.journal()).slice(before).filter((line) => line.endsWith(' 200'));
    expect(reads).toHaveLength(4);
    expect(await leaksOf(world)).toEqual([]);
  }, 30_000);

  test('that fails and is tried again says nothing of them', async () => {
    const retry = { maxAttempts: 2, exitCodes: [3], backoff: { first: 'PT5S' } };
    const world = await ran(secretJob('exit 3', { retry }));
    expect(world.job).toMatchObject({ outcome: { exitCode: 3 }, attempts: 2 });
    expect(await leaksOf(world)).toEqual([]);
  }, 30_000);

  test('that is cancelled says nothing of them', async () => {
    let isCancelled = false;
    const world = await ran(secretJob('exec sleep 60'), {
      beforeStep: async (_, current) => {
        if (isCancelled || (await groupsOf(arm)) === 0) return;
        isCancelled = true;
        await current.cancel();
      },
      patienceMs: 100,
    });
    expect(world.job.outcome).toEqual({ status: 'cancelled' });
    expect(await leaksOf(world)).toEqual([]);
    expect(await groupsOf(arm)).toBe(0);
  }, 30_000);

  test.each([
    ['for good', { status: 400, code: 'InvalidRequestContent' }, 'invalid-spec'],
    ['for want of room', { status: 409, code: 'ServiceUnavailable' }, 'capacity'],
    [
      'by a fault of its own',
      { status: 500, code: 'InternalServerError', times: 50 },
      'platform-error',
    ],
  ])(
    'that ARM refuses %s, repeating them all, does not pass them on',
    async (_, action, failureClass) => {
      await fault(arm, 'ContainerGroups_CreateOrUpdate', {
        ...action,
        message: echo,
        retryAfterSeconds: 31,
      });
      const retry = { maxAttempts: 1 };
      const world = await ran(secretJob('exit 0', { retry }));
      expect(world.job.outcome).toMatchObject({ status: 'failed', class: failureClass });
      expect(JSON.stringify(world.job.outcome)).toContain('***');
      expect(await leaksOf(world)).toEqual([]);
    },
    30_000,
  );

  test('whose host dies right after the group is made has one group, and reads nothing again', async () => {
    const before = (await vault.journal()).length;
    const world = await ran(secretJob(checks), {
      wrap: (name, handler) => async (input, context) => {
        // The result of the first call is lost.
        if (name === 'createGroup') await handler(input, context);
        const result: unknown = await handler(input, context);
        return result;
      },
    });
    expect(world.job.outcome).toEqual({ status: 'succeeded' });
    const reads = (await vault.journal()).slice(before).filter((line) => line.endsWith(' 200'));
    expect(reads).toHaveLength(4);
    expect(await leaksOf(world)).toEqual([]);
  }, 30_000);

  test('of which one is missing fails by its name, and no group is made', async () => {
    const environmentVariables = [{ name: 'A', secretRef: 'absent' }];
    const properties = { image: 'durableaci.azurecr.io/test:1', environmentVariables };
    const world = await ran({
      group: { properties: { containers: [{ name: 'main', properties }] } },
    });
    expect(world.job.outcome).toEqual({
      status: 'failed',
      class: 'invalid-spec',
      message:
        'the secret absent cannot be used: there is no such secret, or no such version of it',
    });
    expect(
      (await journal(arm)).filter(
        ({ operation }) => operation === 'ContainerGroups_CreateOrUpdate',
      ),
    ).toEqual([]);
  }, 30_000);

  test('whose vault does not answer is tried again, as for any fault of the platform', async () => {
    await vault.fault({ name: 'file', status: 503, code: 'Busy', times: 5, retryAfterSeconds: 0 });
    const world = await ran(
      secretJob(checks, { retry: { maxAttempts: 2, backoff: { first: 'PT5S' } } }),
    );
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, attempts: 2 });
    expect(await leaksOf(world)).toEqual([]);
  }, 30_000);

  test('whose plan was changed to ask for more than the policy gives is refused when its group is made', async () => {
    let current: JobWorld | undefined;
    const world = await ran(secretJob('exit 0'), {
      beforeStep: (_, now) => {
        current = now;
      },
      wrap: (name, handler) => async (input, context) => {
        if (name === 'createGroup') putForeignImage(current);
        const result: unknown = await handler(input, context);
        return result;
      },
    });
    expect(world.job.outcome).toMatchObject({
      class: 'invalid-spec',
      message: expect.stringContaining('does not give to the image docker.io/evil/x'),
    });
    expect(await groupsOf(arm)).toBe(0);
  }, 30_000);
});

/** Into the plan, as somebody could who may write blobs. */
function putForeignImage(world: JobWorld | undefined): void {
  const blobs = world?.artifacts.blobs ?? new Map<string, string>();
  for (const [url, text] of blobs)
    if (url.endsWith('/plan.json'))
      blobs.set(url, text.replaceAll('durableaci.azurecr.io/test:1', 'docker.io/evil/x'));
}
