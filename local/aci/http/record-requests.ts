import type { MiddlewareHandler } from 'hono';
import type { Emulator } from '../emulator.ts';
import type { AppEnv } from './app-env.ts';

/** Writes every request into the journal, but not those about the emulator itself. */
export function recordRequests({ journal, clock }: Emulator): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const time = clock.now();
    await next();
    const { pathname } = new URL(c.req.url);
    if (c.req.path.startsWith('/_emu')) return;
    const { operation, group } = c.var;
    journal.add({
      time: time.toISOString(),
      method: c.req.method,
      path: pathname,
      // A connection that was cut has no status.
      status: c.env.incoming?.socket.destroyed ? 0 : c.res.status,
      ...(operation !== undefined && { operation }),
      ...(group !== undefined && { group }),
    });
  };
}
