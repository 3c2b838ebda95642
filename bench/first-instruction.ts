import type { Agent } from 'undici';
import { z } from 'zod';
import type { EngineClient } from '../local/aci/engine-backend/engine-client.ts';
import { findEngine } from '../local/aci/engine-backend/find-engine.ts';
import { AciUnderTest, groupOf, image } from './aci-under-test.ts';
import { type Figure, percentile } from './benchmark.ts';

const rounds = 20;
/** Its first act is to tell the time, in nanoseconds. */
const script = 'exec date +%s%N';
const limits = { NanoCpus: 1e9, Memory: 1e9, MemorySwap: 1e9 };
const ulimits = [
  { Name: 'nofile', Soft: 1024, Hard: 1024 },
  { Name: 'nproc', Soft: 4096, Hard: 4096 },
];
const Created = z.object({ Id: z.string() });

/** From PUT to a container's first instruction, beside the same made directly on the engine, in turns. */
export async function measureFirstInstruction(log: (line: string) => void): Promise<Figure[]> {
  const engine = await findEngine();
  const isHere = engine && (await hasImage(engine.client));
  if (!isHere) {
    await engine?.client.close();
    log(`not measured: no container engine with the image ${image} answers`);
    return [];
  }
  const ours: number[] = [];
  const alone: number[] = [];
  const asGroup: number[] = [];
  await AciUnderTest.use(['--engine', 'docker'], async (emulator) => {
    const dispatcher = emulator.dispatcher(1);
    for (let round = -2; round < rounds; round += 1) {
      const measured = [
        await byEmulator(emulator, dispatcher, `first-${round + 2}`),
        await directly(engine.client, 'bridge'),
        await directlyAsGroup(engine.client),
      ] as const;
      if (round < 0) continue;
      ours.push(measured[0]);
      alone.push(measured[1]);
      asGroup.push(measured[2]);
      log(
        `round ${round + 1} of ${rounds}: ${measured.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`,
      );
    }
    await dispatcher.close();
  });
  await engine.client.close();
  const [emulator, one, group] = [ours, alone, asGroup].map((all) => percentile(all, 0.5));
  if (emulator === undefined || one === undefined || group === undefined) return [];
  return [
    { what: 'PUT to first instruction, median', value: emulator, unit: 'ms' },
    { what: 'directly on the engine, as a group', value: group, unit: 'ms' },
    { what: 'directly on the engine, one container', value: one, unit: 'ms' },
    { what: 'emulator / directly, as a group', value: emulator / group, unit: 'times', goal: 1.3 },
    { what: 'emulator / directly, one container', value: emulator / one, unit: 'times', goal: 1.3 },
  ];
}

async function hasImage(client: EngineClient): Promise<boolean> {
  return (await client.find(z.object({}), `/images/${image}/json`)) !== undefined;
}

async function byEmulator(
  emulator: AciUnderTest,
  dispatcher: Agent,
  name: string,
): Promise<number> {
  const before = Date.now();
  await emulator.put(dispatcher, name, groupOf(script));
  await emulator.untilOver(dispatcher, name);
  const ms = timeIn(await emulator.log(dispatcher, name)) - before;
  await emulator.delete(dispatcher, name);
  return ms;
}

/** Milliseconds until a container that is created and started now tells the time. */
async function directly(
  client: EngineClient,
  network: string,
  since = Date.now(),
): Promise<number> {
  const id = await started(client, ['/bin/sh', '-c', script], network);
  try {
    await client.post(`/containers/${id}/wait`);
    return timeIn(await client.text({ path: `/containers/${id}/logs?stdout=true` })) - since;
  } finally {
    await remove(client, id);
  }
}

async function directlyAsGroup(client: EngineClient): Promise<number> {
  const before = Date.now();
  const holder = await started(client, ['/bin/sleep', '60'], 'bridge');
  try {
    return await directly(client, `container:${holder}`, before);
  } finally {
    await remove(client, holder);
  }
}

async function started(
  client: EngineClient,
  [program, ...args]: readonly [string, ...string[]],
  network: string,
): Promise<string> {
  const body = {
    Image: image,
    Entrypoint: [program],
    Cmd: args,
    HostConfig: { NetworkMode: network, Ulimits: ulimits, ...limits },
  };
  const { Id } = await client.json(Created, { method: 'POST', path: '/containers/create', body });
  await client.post(`/containers/${Id}/start`);
  return Id;
}

async function remove(client: EngineClient, id: string): Promise<void> {
  await client.text({ method: 'DELETE', path: `/containers/${id}?force=true&v=true` });
}

/** What `date +%s%N` wrote, in milliseconds. */
function timeIn(text: string): number {
  const nanoseconds = /\d{19}/.exec(text)?.[0];
  if (nanoseconds === undefined) throw new Error(`there is no time in ${JSON.stringify(text)}`);
  return Number(nanoseconds) / 1e6;
}
