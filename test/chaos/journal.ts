import { z } from 'zod';
import type { Ready } from '../../local/support/service.ts';

const Request = z.object({ method: z.string(), path: z.string(), status: z.int() });

/** How often each container group was really created (201), by the emulator's own journal. */
export async function putsPerGroup(ready: Ready): Promise<Map<string, number>> {
  const response = await fetch(`${ready['arm'] ?? ''}/_emu/journal?kind=request`);
  const puts = new Map<string, number>();
  for (const line of (await response.text()).split('\n').filter(Boolean)) {
    const { success, data } = Request.safeParse(JSON.parse(line));
    if (!success || data.method !== 'PUT' || data.status !== 201) continue;
    const group = data.path.split('/').at(-1) ?? '';
    puts.set(group, (puts.get(group) ?? 0) + 1);
  }
  return puts;
}
