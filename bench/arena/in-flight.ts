import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, type Server, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SkippingClock } from './skipping-clock.ts';

const Sent = z.object({ request: z.instanceof(ClientRequest) });
const Taken = z.object({ response: z.instanceof(ServerResponse), server: z.unknown() });
const Fetched = z.object({ request: z.custom<object>((value) => typeof value === 'object') });

type Listener = (message: unknown) => void;

/**
 * Holds the clock while any HTTP request of this process, sent or taken, is in flight; not those to the server `except`.
 * Gives what ends that. https://nodejs.org/api/diagnostics_channel.html#built-in-channels
 */
export function holdWhileInFlight(clock: SkippingClock, except: Server): () => void {
  const fetches = new WeakMap<object, () => void>();
  const fetched: Listener = (message) => fetches.get(Fetched.parse(message).request)?.();
  const listeners: Readonly<Record<string, Listener>> = {
    'http.client.request.start': (message) => {
      Sent.parse(message).request.once('close', clock.holdRequest());
    },
    'http.server.request.start': (message) => {
      const { response, server } = Taken.parse(message);
      if (server !== except) response.once('close', clock.holdRequest());
    },
    'undici:request:create': (message) => {
      fetches.set(Fetched.parse(message).request, clock.holdRequest());
    },
    'undici:request:trailers': fetched,
    'undici:request:error': fetched,
  };
  for (const [channel, listener] of Object.entries(listeners)) subscribe(channel, listener);
  return () => {
    for (const [channel, listener] of Object.entries(listeners)) unsubscribe(channel, listener);
  };
}
