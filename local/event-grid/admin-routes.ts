import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Delivery, EventStore } from './event-store.ts';

interface AdminOptions {
  readonly store: EventStore;
  /** Puts the event of an earlier delivery on its queue once more. */
  readonly redeliver: (delivery: Delivery) => Promise<void>;
  /** Undefined where time can not be moved. */
  readonly advanceClock: ((ms: number) => void) | undefined;
}

const Advance = z.strictObject({ advanceSeconds: z.number().nonnegative() });
const Redeliver = z.strictObject({ eventId: z.string().min(1) });
const listedDeliveries = 100;

/** What tests and people ask of this service itself; Event Grid has none of it. */
export function adminRoutes({ store, redeliver, advanceClock }: AdminOptions) {
  const admin = new Hono().basePath('/admin');
  admin.use(bodyLimit({ maxSize: 64 * 1024, onError: (context) => context.body(null, 413) }));
  admin.get('/health', (context) => context.json({ state: 'Running' }));

  admin.get('/events', (context) =>
    context.json(
      store.latestDeliveries(listedDeliveries).map(({ event, ...delivery }) => ({
        ...delivery,
        event: z.unknown().parse(JSON.parse(event)),
      })),
    ),
  );

  admin.post('/redeliver', async (context) => {
    const body = Redeliver.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    const deliveries = store.deliveriesOf(body.data.eventId);
    if (deliveries.length === 0)
      return context.json({ error: `no event ${body.data.eventId} has been delivered` }, 404);
    for (const delivery of deliveries) await redeliver(delivery);
    return context.json({ queues: deliveries.map(({ queue }) => queue) });
  });

  admin.post('/clock', async (context) => {
    const body = Advance.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    if (!advanceClock) return context.json({ error: 'this clock can not be moved' }, 501);
    advanceClock(body.data.advanceSeconds * 1000);
    return context.body(null, 204);
  });
  return admin;
}
