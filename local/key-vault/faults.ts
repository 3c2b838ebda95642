import { Hono } from 'hono';
import { z } from 'zod';
import { readText } from './read-body.ts';
import { VaultError } from './vault-error.ts';

const Fault = z.strictObject({
  /** Of every secret where there is none. */
  name: z.string().optional(),
  status: z.int().min(400).max(599),
  code: z.string().max(100).default('Fault'),
  /** How many requests meet it. */
  times: z.int().min(1).default(1),
  retryAfterSeconds: z.int().min(0).optional(),
});

/** Requests by method, path and status: nothing of what a secret holds. */
interface Entry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const keptEntries = 1000;
const maxFaultBytes = 4096;

/** Requests that are to fail, and what was asked for; Key Vault has none of it. */
export class Faults {
  private faults: z.infer<typeof Fault>[] = [];
  private entries: Entry[] = [];

  /** Throws the first fault that is for this secret, and uses it up. */
  meet(name: string | undefined): void {
    const met = this.faults.find((fault) => fault.name === undefined || fault.name === name);
    if (!met) return;
    met.times -= 1;
    this.faults = this.faults.filter(({ times }) => times > 0);
    const { status, code, retryAfterSeconds } = met;
    throw new VaultError(status, code, 'A fault was asked for.', {
      ...(retryAfterSeconds !== undefined && {
        headers: { 'retry-after': String(retryAfterSeconds) },
      }),
    });
  }

  record(entry: Entry): void {
    this.entries = [...this.entries.slice(1 - keptEntries), entry];
  }

  /** `/_emu/faults` and `/_emu/journal`. */
  routes(): Hono {
    const admin = new Hono();
    admin.get('/journal', (context) => context.json(this.entries));
    admin.post('/faults', async (context) => {
      const fault = Fault.safeParse(await faultOf(context.req.raw));
      if (!fault.success) return context.json({ error: z.prettifyError(fault.error) }, 400);
      this.faults = [...this.faults, fault.data];
      return context.body(null, 204);
    });
    admin.delete('/faults', (context) => {
      this.faults = [];
      return context.body(null, 204);
    });
    return admin;
  }
}

async function faultOf(request: Request): Promise<unknown> {
  try {
    return JSON.parse((await readText(request, maxFaultBytes)) ?? '');
  } catch {
    return undefined;
  }
}
