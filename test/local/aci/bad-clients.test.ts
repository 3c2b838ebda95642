import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { subscriptionLimits } from '../../../local/aci/model/behaviour.ts';
import { EmulatorProcess } from './support/as-process.ts';
import { Dice } from './support/hostile/dice.ts';
import { exchange, type Exchange } from './support/hostile/exchanges.ts';
import { type Ports, send } from './support/hostile/send.ts';

/** Set to have the same requests again. */
const seed = Number(process.env['SEED'] ?? 20_261_121);
const exchanges = 10_000;
const atOnce = 50;
/** How much more memory than when idle it may take at any moment. */
const mostExtraMegabytes = 400;

let emulator: EmulatorProcess;
beforeAll(async () => {
  emulator = await EmulatorProcess.start();
  // Throttles would keep most requests from getting anywhere.
  const body = JSON.stringify({ limits: subscriptionLimits.unlimited });
  await fetch(`${emulator.ready.arm}/_emu/behaviour`, { method: 'PATCH', body });
});
afterAll(() => emulator.dispose());

function memoryMegabytes(name: 'VmRSS' | 'VmHWM'): number {
  const file = `/proc/${String(emulator.pid)}/status`;
  if (!existsSync(file)) return 0;
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1024);
}

async function sendAll(subscriptionId: string, ports: Ports): Promise<Map<number, string[]>> {
  const seen = new Map<number, string[]>();
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < exchanges) {
      const number = next++;
      const what = exchange(new Dice(seed + number), subscriptionId);
      for (const status of await send(what, ports)) {
        seen.set(status, [...(seen.get(status) ?? []), describe(what, number)].slice(-20));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return seen;
}

function describe({ kind, parts }: Exchange, number: number): string {
  return `${String(number)} ${kind}: ${String(parts[0]).slice(0, 200)}`;
}

test(`${String(exchanges)} bad connections (seed ${String(seed)}) bring no 500, no crash, no container, and memory stays bounded`, async () => {
  const { arm, armHttps, subscriptionId } = emulator.ready;
  const ports = { http: Number(new URL(arm).port), https: Number(new URL(armHttps).port) };
  const idle = memoryMegabytes('VmRSS');
  const start = Date.now();
  const seen = await sendAll(subscriptionId, ports);
  const seconds = (Date.now() - start) / 1000;
  const statuses = [...seen.keys()].sort((a, b) => a - b);
  console.info(
    `${String(exchanges)} bad connections in ${seconds.toFixed(1)} s; statuses ${statuses.join(' ')}; ` +
      `memory ${String(idle)} MB idle, ${String(memoryMegabytes('VmHWM'))} MB at most, ${String(memoryMegabytes('VmRSS'))} MB after`,
  );

  const bad = statuses.filter((status) => status >= 500 && status !== 501);
  expect(bad.flatMap((status) => seen.get(status))).toEqual([]);
  const journal = await (await fetch(`${arm}/_emu/journal?kind=state`)).text();
  expect(journal).toBe('');
  const billing = await (await fetch(`${arm}/_emu/billing`)).json();
  expect(billing).toMatchObject({ total: { groups: 0, seconds: 0 } });
  const folder = path.join(emulator.folder, 'data', 'containers');
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  expect(memoryMegabytes('VmHWM') - idle).toBeLessThan(mostExtraMegabytes);
}, 120_000);
