import { z } from 'zod';
import type { Arena } from './arena.ts';

const Line = z.object({
  seq: z.int(),
  time: z.iso.datetime(),
  path: z.string(),
  status: z.int(),
  operation: z.string().default('unknown'),
});
export type ArmCall = z.infer<typeof Line>;

/** The calls about container groups after line `since` of the emulator's journal, in order. */
export async function callsSince({ ready }: Arena, since: number): Promise<ArmCall[]> {
  const url = `${ready['arm'] ?? ''}/_emu/journal?kind=request&since=${since}`;
  const lines = (await (await fetch(url)).text()).split('\n').filter((line) => line !== '');
  return lines
    .map((line) => Line.parse(JSON.parse(line)))
    .filter(({ path }) => path.includes('/Microsoft.ContainerInstance/'));
}

export const isLogRead = ({ operation }: ArmCall): boolean => operation === 'Containers_ListLogs';
