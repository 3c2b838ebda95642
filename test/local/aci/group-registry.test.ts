import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GroupRegistry } from '../../../local/aci/container-groups/group-registry.ts';
import { GroupBody } from '../../../local/aci/model/group-spec.ts';
import { instanceState, provisioningState } from '../../../local/aci/model/group-states.ts';
import { newGroup, redeployedGroup } from '../../../local/aci/model/new-group.ts';
import { timings } from '../../../local/aci/model/timing.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { FakeBackend } from './support/fake-backend.ts';

const timing = timings.real;
const identity = { subscriptionId: 's', resourceGroup: 'rg', name: 'g' };
const hour = 3_600_000;

let clock: VirtualClock;
let store: AciStore;
let backend: FakeBackend;
let groups: GroupRegistry;

beforeEach(() => {
  clock = new VirtualClock();
  store = new AciStore(undefined);
  backend = new FakeBackend(clock, {
    short: { seconds: 60, exitCode: 0 },
    long: { seconds: 36_000, exitCode: 3 },
    crashing: { seconds: 1, exitCode: 1 },
    endless: { seconds: Infinity, exitCode: 0 },
  });
  groups = new GroupRegistry({ store, backend, clock, timing });
});
afterEach(async () => {
  await groups.close();
  store.close();
});

function bodyOf(images: readonly string[], restartPolicy = 'Never'): GroupBody {
  const containers = images.map((image, index) => ({
    name: `c${String(index)}`,
    properties: { image, resources: { requests: { cpu: 1, memoryInGB: 1 } } },
  }));
  return GroupBody.parse({ location: 'westeurope', properties: { restartPolicy, containers } });
}

function put(uid: string, images: readonly string[], restartPolicy?: string): void {
  const body = bodyOf(images, restartPolicy);
  const now = clock.now();
  groups.put(newGroup({ ...identity, uid, body, operationId: uid, now, timing, lifecycle: [] }));
}

/** What the backend was asked to do with containers. */
const runs = (): string[] => backend.calls.filter((call) => !/^(prepare|pull)/.test(call));
const states = (): string =>
  `${provisioningState(groups.get(identity))}/${instanceState(groups.get(identity))}`;

test('ten hours of a job pass in no time, with the right times and exit code', async () => {
  put('u', ['long']);
  await clock.advance(9 * hour);
  const running = states();
  await clock.advance(2 * hour);

  const [container] = groups.get(identity).containers;
  expect([running, states()]).toEqual(['Succeeded/Running', 'Succeeded/Failed']);
  expect(container?.state).toEqual({
    state: 'Terminated',
    startTime: '2026-01-01T00:00:12.000Z',
    finishTime: '2026-01-01T10:00:12.000Z',
    exitCode: 3,
    detailStatus: 'Error',
  });
});

test('a group with two containers is over when the longer one is', async () => {
  put('u', ['short', 'long']);
  await clock.advance(hour);
  const after = states();
  await clock.advance(10 * hour);
  expect([after, states()]).toEqual(['Succeeded/Running', 'Succeeded/Failed']);
});

test('an hour of a container that always crashes is 17 starts, by the back-off', async () => {
  put('u', ['crashing'], 'Always');
  await clock.advance(hour);
  expect(runs().filter((call) => call.startsWith('start'))).toHaveLength(17);
  expect(states()).toBe('Succeeded/Running');
});

test('a group that is deleted while it is made never starts', async () => {
  put('u', ['short']);
  await clock.advance(5000);
  groups.remove(groups.get(identity));
  await clock.advance(hour);
  expect(runs()).toEqual(['remove u']);
  expect(store.loadGroups()).toEqual([]);
  expect(store.findOperation('u')?.status).toBe('Canceled');
});

test('a new group under the name of an old one ends the old one first', async () => {
  put('old', ['endless']);
  await clock.advance(hour);
  put('new', ['short']);
  await clock.advance(hour);
  expect(runs()).toEqual(['start old/c0/1', 'remove old', 'start new/c0/1']);
  expect(groups.list()).toHaveLength(1);
});

test('an update ends what ran and starts it anew, under numbers that were not used before', async () => {
  put('u', ['endless']);
  await clock.advance(hour);
  const deployment = { body: bodyOf(['endless']), operationId: 'op2', now: clock.now(), timing };
  groups.put(redeployedGroup(groups.get(identity), deployment));
  const during = states();
  await clock.advance(hour);
  expect(during).toBe('Updating/Pending');
  expect(states()).toBe('Succeeded/Running');
  expect(runs()).toEqual(['start u/c0/1', 'remove u', 'start u/c0/2']);
  expect(store.findOperation('op2')?.status).toBe('Succeeded');
});

test('another registry on the same store goes on where the first was', async () => {
  put('u', ['short']);
  await clock.advance(5000);
  await groups.close();
  groups = new GroupRegistry({ store, backend, clock, timing });
  const seen = states();
  await groups.open();
  await clock.advance(hour);
  expect([seen, states()]).toEqual(['Creating/Pending', 'Succeeded/Succeeded']);
  expect(runs()).toEqual(['start u/c0/1']);
});
