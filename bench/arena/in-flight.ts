import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, type Server, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SkippingClock } from './skipping-clock.ts';

const Sent = z.object({ request: z.instanceof(ClientRequest) });
const Taken = z.object({ response: z.instanceof(ServerResponse), server: z.unknown() });
const Fetched = z.object({ request: z.custom<object>((value) => typeof value === 'object') });

/**
 * Holds the clock while any HTTP request of this process, sent or taken, is in flight; not those to the server `except`.
 * https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 */
export function holdWhileInFlight(clock: SkippingClock, except: Server): void {
  subscribe('http.client.request.start', (message) => {
    Sent.parse(message).request.once('close', clock.holdRequest());
  });
  subscribe('http.server.request.start', (message) => {
    const { response, server } = Taken.parse(message);
    if (server !== except) response.once('close', clock.holdRequest());
  });
  const fetches = new WeakMap<object, () => void>();
  subscribe('undici:request:create', (message) => {
    fetches.set(Fetched.parse(message).request, clock.holdRequest());
  });
  for (const end of ['undici:request:trailers', 'undici:request:error'])
    subscribe(end, (message) => fetches.get(Fetched.parse(message).request)?.());
}
