import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FaultRequest } from '../../../local/aci/admin/fault-request.ts';
import { FaultUses } from '../../../local/aci/admin/fault-uses.ts';
import { Faults } from '../../../local/aci/admin/faults.ts';
import { Deletions } from '../../../local/aci/container-groups/deletions.ts';
import { GroupRegistry } from '../../../local/aci/container-groups/group-registry.ts';
import { GroupBody } from '../../../local/aci/model/group-spec.ts';
import { newGroup } from '../../../local/aci/model/new-group.ts';
import { timings } from '../../../local/aci/model/timing.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { FakeBackend } from './support/fake-backend.ts';

const key = { subscriptionId: 's', resourceGroup: 'rg', name: 'g' };
const timing = timings.instant;
const clock = new VirtualClock();

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aci-kept-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What one process of an emulator has of faults, on the same data as those before it. */
async function openParts() {
  const store = new AciStore(folder);
  const { database } = store;
  const backend = new FakeBackend(clock, { endless: { seconds: Infinity, exitCode: 0 } });
  const groups = new GroupRegistry({ store, backend, clock, timing });
  await groups.open();
  const deletions = new Deletions({ database, clock, groups });
  deletions.open();
  const close = async (): Promise<void> => {
    deletions.close();
    await groups.close();
    store.close();
  };
  return {
    groups,
    deletions,
    uses: new FaultUses(database),
    faults: new Faults(database, clock),
    close,
  };
}

function group() {
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  const containers = [{ name: 'c', properties: { image: 'endless', resources } }];
  const body = GroupBody.parse({ location: 'eastus', properties: { containers } });
  const lifecycle = [{ kind: 'deleteFail', times: 3 } as const];
  const now = clock.now();
  return newGroup({
    ...key,
    uid: 'u',
    body,
    operationId: 'u',
    now,
    timing,
    lifecycle,
    presentImages: [],
  });
}

test('a deletion that takes time goes on after a restart, from where it was', async () => {
  const first = await openParts();
  first.groups.put(group());
  const { id } = first.deletions.begin(first.groups.get(key), 'deletion', 60);
  await clock.advance(30_000);
  await first.close();

  const second = await openParts();
  const before = second.groups.find(key)?.uid;
  await clock.advance(31_000);
  const deletion = second.deletions.byId(id);
  expect([before, second.groups.find(key)]).toEqual(['u', undefined]);
  expect(deletion && second.deletions.isGoingOn(deletion)).toBe(false);
  await second.close();
});

test('how often a fault of a group has come is not forgotten by a restart', async () => {
  const taken = [];
  for (let restart = 0; restart < 4; restart += 1) {
    const parts = await openParts();
    taken.push(parts.uses.take(group(), 'deleteFail')?.kind);
    await parts.close();
  }
  expect(taken).toEqual(['deleteFail', 'deleteFail', 'deleteFail', undefined]);
});

test('a fault of a rate draws on after a restart as it would have without one', async () => {
  const question = { operation: 'o', group: 'g', container: '', region: () => '' };
  const request = FaultRequest.parse({ match: { rate: 0.5, seed: 1 }, action: { status: 500 } });
  const first = await openParts();
  first.faults.add(request);
  const whole = Array.from({ length: 20 }, () => first.faults.take(question) !== undefined);
  first.faults.clear();
  first.faults.add(request);
  const part = Array.from({ length: 10 }, () => first.faults.take(question) !== undefined);
  await first.close();
  const second = await openParts();
  const rest = Array.from({ length: 10 }, () => second.faults.take(question) !== undefined);
  expect([...part, ...rest]).toEqual(whole);
  await second.close();
});
