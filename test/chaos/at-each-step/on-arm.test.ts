import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { AzureContainerGroups } from '../../../clients/azure/container-groups.ts';
import type { GroupPlan } from '../../../jobs/group-plan.ts';
import { sweepGroups } from '../../../triggers/sweep-groups.ts';
import { control, journal } from '../../local/aci/support/controls.ts';
import { image, shell } from '../../local/aci/support/groups.ts';
import type { TestEmulator } from '../../local/aci/support/in-process.ts';
import {
  fate,
  fault,
  groupsOf,
  ranOnArm,
  scriptJob,
  timesMade,
  useArm,
} from '../../support/arm-world.ts';
import { FakeJobStore } from '../../support/fakes/job-store.ts';
import { settings, target } from '../../support/job-world.ts';
import { strideOf } from '../../support/thorough.ts';
import { HostDeaths, type Moment } from './host-deaths.ts';

let arm: TestEmulator;
useArm((emulator) => {
  arm = emulator;
});

const Request = z.looseObject({ httpMethod: z.string() });

/** The SDK sends every request to ARM by this method of its client's parent. */
const client: object = Reflect.getPrototypeOf(ContainerInstanceManagementClient.prototype) ?? {};
const send = 'sendOperationRequest';

/** Lets a host die at its requests to ARM; gives what takes that back. */
function atRequests(deaths: HostDeaths): () => void {
  const method: unknown = Reflect.get(client, send);
  if (typeof method !== 'function') throw new Error(`The SDK has no ${send}.`);
  Reflect.set(client, send, function (this: unknown, ...args: unknown[]) {
    const { httpMethod } = Request.parse(args[1]);
    return deaths.call(httpMethod, () => Reflect.apply(method, this, args) as unknown);
  });
  return () => Reflect.set(client, send, method);
}

/** Runs the job with a death at each of its requests in turn, until there is none left to die at. */
async function diesAtEach(
  moment: Moment,
  prepare: () => Promise<unknown>,
  groups: Readonly<Record<string, number>>,
): Promise<string[]> {
  for (let at = moment === 'before' ? 0 : strideOf(5) - 1; ; at += strideOf(5)) {
    await control(arm, 'POST', '/_emu/reset');
    await prepare();
    const deaths = new HostDeaths((call) => (call === at ? moment : undefined));
    const restore = atRequests(deaths);
    const spec = scriptJob('exit 0', { retry: { backoff: { first: 'PT5S' } } });
    const world = await ranOnArm(arm, spec, { wrap: deaths.wrap }).finally(restore);
    expect(world.job).toMatchObject({ outcome: { status: 'succeeded' }, cleanup: 'deleted' });
    expect(await timesMade(arm)).toEqual(groups);
    expect(await groupsOf(arm)).toBe(0);
    const puts = (await journal(arm, '?kind=request')).filter(({ method }) => method === 'PUT');
    expect(puts.filter(({ status }) => status === 200)).toEqual([]);
    if (deaths.interrupted.length === 0) return deaths.calls;
  }
}

const one = { 'job1-0-1': 1 };
const create = 'ContainerGroups_CreateOrUpdate';
const circumstances: readonly (readonly [
  string,
  () => Promise<unknown>,
  Record<string, number>,
])[] = [
  ['nothing else goes wrong', () => Promise.resolve(), one],
  ['a create is done and its answer lost', () => fault(arm, create, { abort: 'after' }), one],
  ['ARM forgets a group for a while', () => fate(arm, 'ghost:afterSeconds=0,seconds=5'), one],
  ['a delete is refused', () => fate(arm, 'deleteFail:times=1'), one],
  [
    'the region has no room at first',
    () => fate(arm, 'capacity:at=later'),
    { ...one, 'job1-0-2': 1 },
  ],
];

describe.each(circumstances)('%s', (_, prepare, groups) => {
  test.each(['before', 'after'] as const)(
    'and the host dies %s any request to ARM: the job succeeds, by one group for each attempt, and none is left',
    async (moment) => {
      const calls = await diesAtEach(moment, prepare, groups);
      for (const call of ['createGroup: PUT', 'readGroup: GET', 'deleteOrHandOver: DELETE'])
        expect(calls).toContain(call);
    },
    120_000,
  );
});

const anyToken = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: 4_102_444_800_000 }),
};

function planOf(name: string, tags: Readonly<Record<string, string>>): GroupPlan {
  const environment: GroupPlan['containers'][number]['environment'] = [];
  const main = { image, command: shell('sleep 600'), cpu: 1, memoryInGB: 1, environment };
  return { name, location: 'eastus', tags, containers: [{ name: 'main', ...main }] };
}

describe('two deployments in one subscription, and groups of others', () => {
  const expired = {
    kind: 'job',
    job: 'job1',
    task: '0',
    attempt: '1',
    leaseUntil: '2020-01-01T00:00:00Z',
  };
  const names = async (): Promise<string[]> => {
    const text = await (await arm.arms('containerGroups')).text();
    return [...text.matchAll(/containerGroups\/([a-z0-9-]+)"/g)].map(([, name]) => name ?? '');
  };

  test('the sweeper of each takes its own alone, however long the others are expired', async () => {
    const groups = new AzureContainerGroups({ endpoint: arm.armHttps, credential: anyToken });
    await groups.create(target, planOf('first', { ...expired, owner: 'first' }));
    await groups.create(target, planOf('second', { ...expired, owner: 'second' }));
    await groups.create(target, planOf('of-a-person', {}));
    const sweep = async (owner: string): Promise<string[]> => {
      const store = new FakeJobStore();
      const own = { ...settings, owner, blobServiceUrl: '', blobRules: [], replyQueues: [] };
      const context = { log: () => undefined, error: () => undefined };
      await sweepGroups({ groups, store, settings: own, now: () => new Date() }, context);
      return (await names()).sort();
    };
    expect(await sweep('nobody')).toEqual(['first', 'of-a-person', 'second']);
    expect(await sweep('first')).toEqual(['of-a-person', 'second']);
    expect(await sweep('second')).toEqual(['of-a-person']);
  });

  test.each([
    ['another deployment', { ...expired, owner: 'another' }],
    ['a person', {}],
    ['an earlier task of our own', { ...expired, owner: settings.owner, task: '7' }],
  ])(
    'a group of %s under the name of an attempt is left as it is, whatever fails',
    async (_, tags) => {
      const groups = new AzureContainerGroups({ endpoint: arm.armHttps, credential: anyToken });
      await groups.create(target, planOf('job1-0-1', tags));
      const world = await ranOnArm(arm, scriptJob('exit 0'));
      expect(world.job.outcome).toMatchObject({ status: 'failed', class: 'invalid-spec' });
      expect(await names()).toEqual(['job1-0-1']);
      expect(await timesMade(arm)).toEqual(one);
    },
  );
});
