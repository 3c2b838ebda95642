import { Agent } from 'undici';
import { AciUnderTest, sleepingGroup, quickGroup } from '../aci-under-test.ts';
import { type Benchmark, type Figure, percentile } from '../benchmark.ts';
import { measureFirstInstruction } from '../first-instruction.ts';

const groups = 200;
const requests = 4000;
const connections = 4;
const finished = 1000;
const groupsAtOnce = 100;

export const aci: Benchmark = {
  title: 'The ACI emulator alone',
  how: `Requests by ${connections} connections over HTTPS while ${groups} groups run as processes, \`--timing instant\`, nothing limited. Each PUT makes a new group of one short process. Memory is the resident size of the emulator's process. From PUT to first instruction: a container's first command tells the time in nanoseconds; beside it, in turns, the same image is created and started by plain calls of the engine's API, once alone and once as a group is made (a container that holds the network, and one that joins it).`,
  async measure(log) {
    const figures = [...(await measureRequests(log)), ...(await measureAtOnce(log))];
    figures.push(...(await measureFinished(log)), ...(await measureFirstInstruction(log)));
    return figures;
  },
};

type Log = (line: string) => void;

async function measureRequests(log: Log): Promise<Figure[]> {
  return AciUnderTest.use([], async (emulator) => {
    const dispatcher = emulator.dispatcher(connections);
    for (let n = 0; n < groups; n += 1) await emulator.put(dispatcher, `group-${n}`, sleepingGroup);
    const get = (n: number): Promise<void> => emulator.get(dispatcher, `group-${n % groups}`);
    const single = await timeAll(requests / connections, get, 1);
    const gets = await timeAll(requests, get);
    const puts = await timeAll(groups, (n) => emulator.put(dispatcher, `new-${n}`, quickGroup));
    await dispatcher.close();
    log(`GET ${gets.rate}/s, PUT ${puts.rate}/s`);
    return [
      { what: `GET at ${groups} groups`, value: gets.rate, unit: 'requests/s' },
      { what: 'GET, 99%, as many as go', value: percentile(gets.ms, 0.99), unit: 'ms', goal: 5 },
      { what: 'GET, 99%, one at a time', value: percentile(single.ms, 0.99), unit: 'ms', goal: 5 },
      { what: 'PUT of a new group', value: puts.rate, unit: 'requests/s' },
      { what: 'PUT, 99%', value: percentile(puts.ms, 0.99), unit: 'ms' },
    ];
  });
}

async function measureAtOnce(log: Log): Promise<Figure[]> {
  return AciUnderTest.use([], async (emulator) => {
    const dispatcher = emulator.dispatcher(groupsAtOnce);
    const before = performance.now();
    const names = Array.from({ length: groupsAtOnce }, (_, n) => `at-once-${n}`);
    await Promise.all(names.map((name) => emulator.put(dispatcher, name, quickGroup)));
    const answered = performance.now() - before;
    await Promise.all(names.map((name) => emulator.untilOver(dispatcher, name)));
    const over = performance.now() - before;
    await dispatcher.close();
    log(`${groupsAtOnce} groups at once: over after ${(over / 1000).toFixed(1)} s`);
    return [
      { what: `${groupsAtOnce} groups at once, all accepted`, value: answered / 1000, unit: 's' },
      { what: `${groupsAtOnce} groups at once, all over`, value: over / 1000, unit: 's' },
    ];
  });
}

async function measureFinished(log: Log): Promise<Figure[]> {
  return AciUnderTest.use([], async (emulator) => {
    const dispatcher = emulator.dispatcher(connections);
    await runMany(emulator, dispatcher, 'warm', 100);
    const before = await emulator.residentMB();
    await runMany(emulator, dispatcher, 'finished', finished);
    const after = await emulator.residentMB();
    await dispatcher.close();
    log(`resident: ${before} MB, then ${after} MB`);
    return [
      { what: 'resident, 100 groups finished', value: before, unit: 'MB' },
      { what: `more with ${finished} finished groups`, value: after - before, unit: 'MB' },
    ];
  });
}

async function runMany(
  emulator: AciUnderTest,
  dispatcher: Agent,
  prefix: string,
  count: number,
): Promise<void> {
  await timeAll(count, async (n) => {
    await emulator.put(dispatcher, `${prefix}-${n}`, quickGroup);
    await emulator.untilOver(dispatcher, `${prefix}-${n}`);
  });
}

/** Milliseconds of each, with `atOnce` on their way, and how many a second. */
async function timeAll(
  count: number,
  one: (n: number) => Promise<void>,
  atOnce = connections,
): Promise<{ readonly ms: number[]; readonly rate: number }> {
  const ms: number[] = [];
  let next = 0;
  const before = performance.now();
  const line = async (): Promise<void> => {
    while (next < count) {
      const n = next;
      next += 1;
      const at = performance.now();
      await one(n);
      ms.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return { ms, rate: Math.round((count / (performance.now() - before)) * 1000) };
}
