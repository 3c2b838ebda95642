import type { MiddlewareHandler } from 'hono';
import type { Emulator } from '../emulator.ts';
import type { AppEnv } from './app-env.ts';

/** Longer ones are cut: a hostile path is not to fill the disk. */
const longestPath = 1000;

/** Writes every request into the journal, but not those about the emulator itself. */
export function recordRequests({ journal, clock }: Emulator): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const time = clock.now();
    await next();
    const { pathname } = new URL(c.req.url);
    if (c.req.path.startsWith('/_emu')) return;
    const { operation, group, fault } = c.var;
    journal.add({
      kind: 'request',
      time: time.toISOString(),
      method: c.req.method,
      path: pathname.slice(0, longestPath),
      // A connection that was cut has no status.
      status: c.env.incoming?.socket.destroyed ? 0 : c.res.status,
      ...(operation !== undefined && { operation }),
      ...(group !== undefined && { group: group.slice(0, longestPath) }),
      ...(fault !== undefined && { fault }),
    });
  };
}
