import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { z } from 'zod';
import { AzureContainerGroups } from '../../clients/azure/container-groups.ts';
import { startEmulator, type TestEmulator } from '../local/aci/support/in-process.ts';
import { addFault, control, journal } from '../local/aci/support/controls.ts';
import { image, shell } from '../local/aci/support/groups.ts';
import { JobWorld, target, type WorldOptions } from './job-world.ts';
import { registerOrchestrators } from './register.ts';

const credential = {
  getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: 4_102_444_800_000 }),
};

/**
 * An emulator for the jobs of a test file, empty before each test. Their orchestrations run in virtual time, and their
 * containers are processes.
 */
export function useArm(take: (emulator: TestEmulator) => void): void {
  let emulator: TestEmulator;
  beforeAll(async () => {
    registerOrchestrators();
    emulator = await startEmulator({ ...target, location: 'eastus' });
    take(emulator);
  });
  afterEach(() => control(emulator, 'POST', '/_emu/reset'));
  afterAll(() => emulator.stop());
}

/** The names of the groups that were made, in order, though each was deleted since. */
export async function madeGroups(emulator: TestEmulator): Promise<string[]> {
  const changes = await journal(emulator, '?kind=state');
  return changes.flatMap(({ from, group }) => (from === null ? [String(group)] : []));
}

/** How often a group was made under each name. */
export async function timesMade(emulator: TestEmulator): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const name of await madeGroups(emulator)) times[name] = (times[name] ?? 0) + 1;
  return times;
}

/** A job of one container that runs this script. */
export const scriptJob = (script: string, more: object = {}, group: object = {}) => ({
  group: {
    properties: {
      containers: [{ name: 'main', properties: { image, command: shell(script) } }],
      ...group,
    },
  },
  ...more,
});

/** The next requests for this operation meet this fault. */
export function fault(emulator: TestEmulator, operation: string, action: object, match = {}) {
  return addFault(emulator, { match: { operation, ...match }, action });
}

/** The next groups that are made meet this. */
export function fate(emulator: TestEmulator, lifecycle: string, times = 1) {
  return fault(emulator, 'ContainerGroups_CreateOrUpdate', { lifecycle, times });
}

/**
 * A job whose groups are made through ARM by the unmodified SDK. The emulator's clock goes with that of the engine; a
 * container takes real time, which a look waits for, but for no longer than `patienceMs`.
 */
export async function ranOnArm(
  emulator: TestEmulator,
  spec: unknown,
  { patienceMs = 2_000, ...options }: WorldOptions & { readonly patienceMs?: number } = {},
): Promise<JobWorld> {
  const groups = new AzureContainerGroups({ endpoint: emulator.armHttps, credential }, (ms) =>
    advance(emulator, ms),
  );
  let last = Date.parse('2026-01-01T00:00:00Z');
  const world = new JobWorld(spec, {
    ...options,
    beforeStep: async (step, current) => {
      const now = current.clock.at.getTime();
      if (now > last) await advance(emulator, now - last);
      last = now;
      await options.beforeStep?.(step, current);
    },
    wrap: (name, handler) => async (input, context) => {
      if (name === 'readGroup') await settled(emulator, patienceMs);
      const result: unknown = await (options.wrap?.(name, handler) ?? handler)(input, context);
      return result;
    },
  });
  world.groups.create = (...args) => groups.create(...args);
  world.groups.read = (...args) => groups.read(...args);
  world.groups.readLog = (...args) => groups.readLog(...args);
  world.groups.delete = (...args) => groups.delete(...args);
  world.groups.tag = (...args) => groups.tag(...args);
  return world.run();
}

async function advance(emulator: TestEmulator, ms: number): Promise<void> {
  await control(emulator, 'POST', '/_emu/clock', { advanceSeconds: ms / 1000 });
}

const Change = z.looseObject({
  to: z
    .object({
      state: z.string(),
      containers: z.record(z.string(), z.object({ state: z.string() })),
    })
    .nullable(),
});

/** What only waits for the clock looks the same after this. */
const restMs = 150;

/** Until the newest group is over or only waits, by the emulator's journal, which no fault touches. */
async function settled(emulator: TestEmulator, patienceMs: number): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += 20) {
    const last = Change.safeParse((await journal(emulator, '?kind=state')).at(-1));
    const group = last.data?.to;
    if (last.success && (!group || ['Succeeded', 'Failed'].includes(group.state))) return;
    const runs = Object.values(group?.containers ?? {}).some(({ state }) => state === 'Running');
    if (!runs && waited >= restMs) return;
    await sleep(20);
  }
}

/** How many groups there are. */
export async function groupsOf(emulator: TestEmulator): Promise<number> {
  const reply = await emulator.arms('containerGroups');
  const body = JSON.stringify(await reply.json());
  return body.match(/"provisioningState"/g)?.length ?? 0;
}
