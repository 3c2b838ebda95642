import { z } from 'zod';
import type { TestEmulator } from './in-process.ts';

/** Asks for a fault and gives it as it is kept. */
export async function addFault(emulator: TestEmulator, request: object) {
  const reply = await control(emulator, 'POST', '/_emu/faults', request);
  return z.looseObject({ id: z.string(), seed: z.int() }).parse(await reply.json());
}

/** A request to the emulator's own controls. */
export function control(
  { arm }: TestEmulator,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  return fetch(`${arm}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
}

/** Lines of the journal. */
export async function journal(emulator: TestEmulator, query = '') {
  const text = await (await control(emulator, 'GET', `/_emu/journal${query}`)).text();
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => z.looseObject({ seq: z.int() }).parse(JSON.parse(line)));
}

const Bill = z.looseObject({ group: z.string(), seconds: z.number(), cost: z.number() });
const Billing = z.object({
  total: z.object({ groups: z.int(), seconds: z.number(), cost: z.number() }),
  groups: z.array(Bill),
});

export async function billing(emulator: TestEmulator, query = '') {
  const reply = await control(emulator, 'GET', `/_emu/billing${query}`);
  return Billing.parse(await reply.json());
}

/** How a read of a group is answered. */
export async function getStatus(emulator: TestEmulator, name: string): Promise<number> {
  return (await emulator.arms(`containerGroups/${name}`)).status;
}
