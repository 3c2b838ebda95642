import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { isKey, type Keys } from '../keys.ts';
import { keyOf } from '../triggers/http-trigger.ts';
import type { RegisteredFunction } from '../worker/types.ts';

interface AdminOptions {
  readonly keys: Keys;
  readonly functions: readonly RegisteredFunction[];
  /** Milliseconds; undefined where time can not be moved. */
  readonly advanceClock: ((ms: number) => void) | undefined;
  /** Runs a function once, undefined when there is none of this name that can be run so. */
  readonly runOnce: (functionName: string, input: string) => Promise<void> | undefined;
}

const Advance = z.strictObject({ advanceSeconds: z.number().nonnegative() });
const RunOnce = z.looseObject({ input: z.string().default('') });

/** https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http */
export function adminRoutes({ keys, functions, advanceClock, runOnce }: AdminOptions) {
  const admin = new Hono().basePath('/admin');
  admin.use(bodyLimit({ maxSize: 1024 * 1024, onError: (context) => context.body(null, 413) }));
  admin.get('/host/status', (context) => context.json({ state: 'Running' }));
  admin.all('/host/ping', (context) => context.body(null, 200));

  admin.post('/clock', async (context) => {
    if (!isKey(keyOf(context.req.raw), [keys.masterKey, keys.systemKey]))
      return context.body(null, 401);
    if (!advanceClock) return context.json({ error: 'this clock can not be moved' }, 501);
    const body = Advance.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    advanceClock(body.data.advanceSeconds * 1000);
    return context.body(null, 204);
  });

  admin.use('/functions/*', async (context, next) => {
    if (isKey(keyOf(context.req.raw), [keys.masterKey])) return next();
    return context.body(null, 401);
  });
  admin.get('/functions', (context) => context.json(functions.map(describe)));
  admin.post('/functions/:name', async (context) => {
    const body = RunOnce.safeParse(await context.req.json().catch(() => ({})));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    const run = runOnce(context.req.param('name'), body.data.input);
    if (!run) return context.body(null, 404);
    run.catch(() => undefined);
    return context.body(null, 202);
  });
  return admin;
}

function describe({ name, bindings }: RegisteredFunction) {
  return {
    name,
    config: {
      bindings: Object.entries(bindings).map(([binding, of]) => ({ name: binding, ...of })),
    },
    language: 'node',
  };
}
