import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';

const Advance = z.strictObject({ advanceSeconds: z.number().nonnegative() });

/** The HTTP port of Microsoft's emulator, as far as it is emulated; `advanceClock` is undefined where time can not be moved. */
export function adminRoutes(advanceClock: ((ms: number) => void) | undefined): Hono {
  const admin = new Hono();
  admin.use(bodyLimit({ maxSize: 64 * 1024, onError: (context) => context.body(null, 413) }));
  admin.get('/health', (context) =>
    context.json({ status: 'healthy', message: 'Service is healthy.' }),
  );
  admin.post('/_emu/clock', async (context) => {
    const body = Advance.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    if (!advanceClock) return context.json({ error: 'this clock can not be moved' }, 501);
    advanceClock(body.data.advanceSeconds * 1000);
    return context.body(null, 204);
  });
  admin.all('*', (context) =>
    context.text(
      'The local Service Bus does not emulate the administration API; declare queues in its Config.json.',
      501,
    ),
  );
  return admin;
}
