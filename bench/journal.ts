import { z } from 'zod';
import type { Ready } from '../local/support/service.ts';

const Call = z.object({
  time: z.iso.datetime(),
  path: z.string(),
  operation: z.string().default('unknown'),
});
export type Call = z.infer<typeof Call>;

/** The calls about container groups so far, in order, from the journal of the ARM emulator; no tokens. */
export async function readCalls(ready: Ready): Promise<Call[]> {
  const response = await fetch(`${ready['arm'] ?? ''}/_emu/journal?kind=request`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  const calls = lines.map((line) => Call.parse(JSON.parse(line)));
  return calls.filter(({ path }) => path.includes('/Microsoft.ContainerInstance/'));
}
