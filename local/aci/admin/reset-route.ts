import type { Emulator } from '../emulator.ts';
import type { Route } from '../http/route.ts';

/** Makes the emulator as empty as at its first start; answers when no container is left. Its time stays as it is. */
export const resetRoute: Route = {
  operation: 'Emulator_Reset',
  method: 'POST',
  path: '/_emu/reset',
  guard: 'open',
  async handle(_request, emulator) {
    const { groups, behaviour, faults, faultUses, deletions, billing, journal } = emulator;
    emulator.clock.unfreeze?.();
    deletions.clear();
    // Before the groups: it would fill up what is taken from it.
    emulator.standbyPools.clear();
    for (const group of groups.list()) groups.remove(group);
    await groups.idle();
    resetArm(emulator);
    behaviour.reset();
    faults.clear();
    faultUses.clear();
    billing.clear();
    journal.clear();
    return { status: 204 };
  },
};

function resetArm({ store, profiles, throttles, settings }: Emulator): void {
  for (const profile of profiles.list()) profiles.remove(profile);
  throttles.reset();
  for (const { name } of store.listResourceGroups()) store.deleteResourceGroup(name);
  const { subscriptionId, resourceGroup: name, location } = settings;
  store.saveResourceGroup({ subscriptionId, name, location, tags: {} });
  store.database.exec('DELETE FROM operations');
}
