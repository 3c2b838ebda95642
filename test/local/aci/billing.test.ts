import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Billing } from '../../../local/aci/admin/billing.ts';
import { usualRates } from '../../../local/aci/admin/billing-rates.ts';
import { FaultUses } from '../../../local/aci/admin/fault-uses.ts';
import { Journal } from '../../../local/aci/admin/journal.ts';
import { watchGroups } from '../../../local/aci/admin/watch-groups.ts';
import { GroupRegistry } from '../../../local/aci/container-groups/group-registry.ts';
import { GroupBody } from '../../../local/aci/model/group-spec.ts';
import { newGroup, redeployedGroup } from '../../../local/aci/model/new-group.ts';
import { timings } from '../../../local/aci/model/timing.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { FakeBackend } from './support/fake-backend.ts';

const identity = { subscriptionId: 's', resourceGroup: 'rg', name: 'g' };
const timing = timings.instant;

let clock: VirtualClock;
let store: AciStore;
let groups: GroupRegistry;
let billing: Billing;

beforeEach(() => {
  clock = new VirtualClock();
  store = new AciStore(undefined);
  const { database } = store;
  billing = new Billing(database);
  const journal = new Journal(database);
  const onChange = watchGroups({ journal, billing, faultUses: new FaultUses(database), clock });
  const backend = new FakeBackend(clock, {
    job: { seconds: 600, exitCode: 0 },
    endless: { seconds: Infinity, exitCode: 0 },
  });
  groups = new GroupRegistry({ store, backend, clock, timing, onChange });
});
afterEach(async () => {
  await groups.close();
  store.close();
});

function put(image: string, properties: object = {}, location = 'eastus'): void {
  const resources = { requests: { cpu: 1, memoryInGB: 1.5 } };
  const containers = [{ name: 'c', properties: { image, resources } }];
  const body = GroupBody.parse({
    location,
    properties: { restartPolicy: 'Never', containers, ...properties },
  });
  const now = clock.now();
  const uid = `uid-${String(now.getTime())}`;
  groups.put(
    newGroup({
      ...identity,
      uid,
      body,
      operationId: uid,
      now,
      timing,
      lifecycle: [],
      presentImages: [],
    }),
  );
}

const minutes = (count: number): Promise<void> => clock.advance(count * 60_000);
const bill = () => billing.read(clock.now()).total;

test('one vCPU and 1.5 GB for ten minutes are 0.79 cents, and stay so when the group is over', async () => {
  put('job');
  await minutes(60);
  expect(bill().seconds).toBeCloseTo(600, 0);
  expect(bill().cost).toBeCloseTo(0.0079, 4);
});

test('a group that is deleted stays on the bill', async () => {
  put('endless');
  await minutes(5);
  groups.remove(groups.get(identity));
  await minutes(60);
  expect(bill()).toMatchObject({ groups: 1 });
  expect(bill().seconds).toBeCloseTo(300, 0);
});

test('a group that is stopped costs nothing until it is started again', async () => {
  put('endless');
  await minutes(5);
  groups.stop(identity);
  await minutes(60);
  const now = clock.now();
  const stopped = groups.get(identity);
  groups.put(
    redeployedGroup(stopped, {
      body: stopped.body,
      operationId: 'o',
      now,
      timing,
      result: 'nothing',
    }),
  );
  await minutes(10);
  expect(bill().seconds).toBeCloseTo(900, 0);
});

test('a group that runs costs more from minute to minute', async () => {
  put('endless');
  await minutes(1);
  const early = bill().seconds;
  await minutes(1);
  expect(bill().seconds - early).toBeCloseTo(60, 0);
});

test('a Spot group pays a part', async () => {
  put('job', { priority: 'Spot' });
  await minutes(60);
  expect(bill().cost).toBeCloseTo(0.0079 * usualRates.spotFactor, 4);
});

test('a region may have its own rates', async () => {
  billing.setRates({ westeurope: { ...usualRates, vcpuSecond: 1, gbSecond: 0 } });
  put('job', {}, 'westeurope');
  await minutes(60);
  expect(bill().cost).toBeCloseTo(600, 0);
});

test('a name that is used again is a group of its own on the bill', async () => {
  put('job');
  await minutes(60);
  put('job');
  await minutes(60);
  expect(bill()).toMatchObject({ groups: 2 });
  expect(bill().seconds).toBeCloseTo(1200, 0);
});
