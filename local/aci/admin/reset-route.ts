import type { Route } from '../http/route.ts';

/** Makes the emulator as empty as at its first start; answers when no container is left. Its time stays. */
export const resetRoute: Route = {
  operation: 'Emulator_Reset',
  method: 'POST',
  path: '/_emu/reset',
  guard: 'open',
  async handle(_request, emulator) {
    const { groups, behaviour, faults, faultUses, deletions, billing, journal, clock } = emulator;
    clock.unfreeze?.();
    deletions.clear();
    emulator.standbyPools.clear();
    for (const profile of emulator.profiles.list()) emulator.profiles.remove(profile);
    for (const group of groups.list()) groups.remove(group);
    await groups.idle();
    behaviour.reset();
    emulator.throttles.reset();
    faults.clear();
    faultUses.clear();
    billing.clear();
    journal.clear();
    return { status: 204 };
  },
};
