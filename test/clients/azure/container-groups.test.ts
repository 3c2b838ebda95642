import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { AzureContainerGroups } from '../../../clients/azure/container-groups.ts';
import type { GroupPlan } from '../../../jobs/group-plan.ts';
import {
  containerGroupsContract,
  type GroupsSubject,
} from '../../contract/container-groups.contract.ts';
import { type RunningService, startLocalService } from '../../contract/support/local-service.ts';

let arm: RunningService;
beforeAll(async () => {
  arm = await startLocalService('aci', ['--http', '0', '--https', '0', '--page-size', '2']);
});
afterAll(() => arm.stop());
afterEach(() => admin('DELETE', 'faults'));

const credential = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

function admin(method: string, path: string, body?: object): Promise<Response> {
  const url = `${arm.ready['arm'] ?? ''}/_emu/${path}`;
  return fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
}

const fault = (operation: string, action: object): Promise<Response> =>
  admin('POST', 'faults', { match: { operation: `ContainerGroups_${operation}` }, action });

const Entry = z.object({ operation: z.string().optional(), group: z.string().optional() });

/** How often an operation was asked for on a group. */
async function countCalls(operation: string, group: string): Promise<number> {
  const lines = (await (await admin('GET', 'journal')).text()).trim().split('\n');
  const entries = lines.map((line) => Entry.parse(JSON.parse(line)));
  return entries.filter(
    (entry) => entry.operation === `ContainerGroups_${operation}` && entry.group === group,
  ).length;
}

function makeSubject(): GroupsSubject {
  const options = { endpoint: arm.ready['armHttps'] ?? '', credential };
  const groups = new AzureContainerGroups(options, (ms) => sleep(ms / 20));
  const target = {
    subscriptionId: arm.ready['subscriptionId'] ?? '',
    resourceGroup: arm.ready['resourceGroup'] ?? '',
  };
  return {
    groups,
    target,
    plan: (end, tags = {}) =>
      planWith(
        end === 'never' ? 'echo a line; exec sleep 600' : `echo a line; exit ${end.exitCode}`,
        {
          tags,
        },
      ),
    async until(name, state) {
      for (;;) {
        const found = await groups.read(target, name);
        if (found.state === state) return found;
        await sleep(50);
      }
    },
  };
}

function planWith(
  script: string,
  change: { readonly tags?: Readonly<Record<string, string>>; readonly image?: string } = {},
): GroupPlan {
  const { tags = {}, image = 'durable-aci/sentiment' } = change;
  const command = ['/bin/sh', '-c', script];
  return {
    name: `g-${randomUUID()}`,
    location: 'westeurope',
    tags: { owner: 'o', job: 'j', task: '0', attempt: '1', ...tags },
    containers: [{ name: 'main', image, command, cpu: 1, memoryInGB: 1, environment: [] }],
  };
}

describe('container groups through ARM', () => {
  containerGroupsContract(makeSubject);

  test('a group of that name that is not of this job is left alone, and the create refused', async () => {
    const { groups, target } = makeSubject();
    const theirs = planWith('exec sleep 600', { tags: { job: 'other' } });
    await groups.create(target, theirs);
    const mine = { ...planWith('exit 0'), name: theirs.name };
    await expect(groups.create(target, mine)).resolves.toMatchObject({
      result: 'refused',
      message: expect.stringContaining(theirs.name),
    });
    await expect(countCalls('CreateOrUpdate', theirs.name)).resolves.toBe(1);
    await groups.delete(target, theirs.name);
  });

  test('a create whose answer is lost is found out about, not sent again', async () => {
    const { groups, target } = makeSubject();
    await fault('CreateOrUpdate', { abort: 'after' });
    const group = planWith('exec sleep 600');
    await expect(groups.create(target, group)).resolves.toEqual({ result: 'created' });
    await expect(countCalls('CreateOrUpdate', group.name)).resolves.toBe(1);
    await groups.delete(target, group.name);
  });

  test.each([
    ['cut off before it was done', { abort: 'before' }],
    ['put off', { status: 429, code: 'TooManyRequests', headers: { 'retry-after': '1' } }],
    ['met by a fault of the server', { status: 500, headers: { 'retry-after': '1' } }],
  ])('a create that is %s is made good a little later', async (_, action) => {
    const { groups, target } = makeSubject();
    await fault('CreateOrUpdate', action);
    const group = planWith('exec sleep 600');
    await expect(groups.create(target, group)).resolves.toEqual({ result: 'created' });
    await expect(countCalls('CreateOrUpdate', group.name)).resolves.toBe(2);
    await groups.delete(target, group.name);
  });

  test('a create that is put off for longer than half a minute is refused as a matter of quota', async () => {
    const { groups, target } = makeSubject();
    await fault('CreateOrUpdate', {
      status: 429,
      code: 'TooManyRequests',
      headers: { 'retry-after': '60' },
    });
    const group = planWith('exit 0');
    await expect(groups.create(target, group)).resolves.toMatchObject({
      result: 'refused',
      class: 'quota',
    });
    await expect(groups.read(target, group.name)).resolves.toEqual({ state: 'absent' });
  });

  test.each([
    [400, 'ContainerGroupQuotaReached', 'quota'],
    [409, 'ServiceUnavailable', 'capacity'],
    [409, 'RegistryErrorResponse', 'registry-busy'],
    [400, 'InvalidRequestContent', 'invalid-spec'],
  ])(
    'a create refused with %d %s is told as %s, and not sent again',
    async (status, code, kind) => {
      const { groups, target } = makeSubject();
      await fault('CreateOrUpdate', { status, code, message: 'Because.' });
      const group = planWith('exit 0');
      await expect(groups.create(target, group)).resolves.toEqual({
        result: 'refused',
        class: kind,
        message: 'Because.',
      });
      await expect(countCalls('CreateOrUpdate', group.name)).resolves.toBe(1);
    },
  );

  test('an image that cannot be reached is refused as such', async () => {
    const { groups, target } = makeSubject();
    const group = planWith('exit 0', { image: 'private.azurecr.io/no:1' });
    await expect(groups.create(target, group)).resolves.toMatchObject({
      result: 'refused',
      class: 'image-unavailable',
    });
  });

  test('a resource group that is not there is refused, not waited for', async () => {
    const { groups, target } = makeSubject();
    const nowhere = { ...target, resourceGroup: 'nowhere' };
    await expect(groups.create(nowhere, planWith('exit 0'))).resolves.toMatchObject({
      result: 'refused',
      class: 'invalid-spec',
      message: expect.stringContaining('nowhere'),
    });
  });

  test('a delete that ARM refuses is an error', async () => {
    const { groups, target } = makeSubject();
    await fault('Delete', { status: 409, code: 'ContainerGroupTransitioning' });
    await expect(groups.delete(target, 'any')).rejects.toThrow();
  });

  test('a tail of a log is its last lines', async () => {
    const { groups, target, until } = makeSubject();
    const group = planWith('echo one; echo two; echo three');
    await groups.create(target, group);
    await until(group.name, 'ended');
    await expect(groups.readLog(target, group.name, 'main', 2)).resolves.toBe('two\nthree\n');
    await groups.delete(target, group.name);
  });

  test('a secure value reaches the container and is not told again', async () => {
    const { groups, target, until } = makeSubject();
    const plan = planWith('test "$SECRET" = canary-7291');
    const containers = plan.containers.map((container) => ({
      ...container,
      environment: [{ name: 'SECRET', secureValue: 'canary-7291' }],
    }));
    await groups.create(target, { ...plan, containers });
    await expect(until(plan.name, 'ended')).resolves.toMatchObject({
      containers: [{ exitCode: 0 }],
    });
    await groups.delete(target, plan.name);
    await expect((await admin('GET', 'journal')).text()).resolves.not.toContain('canary-7291');
  });
});
