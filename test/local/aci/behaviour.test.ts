import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BehaviourSettings } from '../../../local/aci/admin/behaviour-settings.ts';
import { subscriptionLimits } from '../../../local/aci/model/behaviour.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { failure } from './support/requests.ts';

let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await startEmulator({ limits: subscriptionLimits.new });
});
afterEach(() => emulator.stop());

const patch = (change: object): Promise<Response> =>
  fetch(`${emulator.arm}/_emu/behaviour`, { method: 'PATCH', body: JSON.stringify(change) });

test('a behaviour is read, and changed in part', async () => {
  const changed = await patch({ delete: 'async', limits: { standardCores: 3 } });
  const read = await (await fetch(`${emulator.arm}/_emu/behaviour`)).json();
  expect(changed.status).toBe(200);
  expect(read).toMatchObject({
    delete: 'async',
    deleteSeconds: 20,
    longRunning: 'recorded',
    limits: { standardCores: 3, containerGroups: 100 },
  });
  await expect(changed.json()).resolves.toEqual(read);
});

test('one error names every wrong field, and nothing is changed', async () => {
  const wrong = {
    delete: 'never',
    deleteSeconds: -1,
    limits: { reads: { bucket: 1 } },
    colour: 'red',
  };
  const { status, message } = await failure(patch({ ...wrong, tokens: 'strict' }));
  expect(status).toBe(400);
  for (const field of ['delete:', 'deleteSeconds:', 'limits.reads.perSecond:', 'colour']) {
    expect(message).toContain(field);
  }
  const read = await (await fetch(`${emulator.arm}/_emu/behaviour`)).json();
  expect(read).toMatchObject({ tokens: 'any' });
});

test('what was changed is kept, the rest follows the command line', () => {
  const { database } = new AciStore(undefined);
  const before = new BehaviourSettings(database, subscriptionLimits.new);
  before.change({ tokens: 'strict', limits: { containerGroups: 7 } });
  before.change({ limits: { standardSpotCores: 1 } });
  const after = new BehaviourSettings(database, subscriptionLimits.standard);
  expect(after.current).toMatchObject({
    tokens: 'strict',
    limits: { containerGroups: 7, standardSpotCores: 1, standardCores: 100 },
  });
  after.reset();
  expect(new BehaviourSettings(database, subscriptionLimits.new).current).toMatchObject({
    tokens: 'any',
    limits: { containerGroups: 100, standardCores: 10 },
  });
});
