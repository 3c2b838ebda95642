import { sleep } from '../../support/clock.ts';
import { faultReply } from '../admin/fault-reply.ts';
import type { DueFault } from '../admin/faults.ts';
import type { Emulator } from '../emulator.ts';
import { parseLifecycleFaults } from '../model/lifecycle-fault.ts';
import { regionName } from '../model/region-name.ts';
import type { AppContext } from './app-env.ts';
import type { ApiRequest, Reply, Route } from './route.ts';

/** Lets an operation answer, unless a fault that is due does so in its place, before or after it. */
export async function handleWithFaults(
  route: Route,
  request: ApiRequest,
  c: AppContext,
  emulator: Emulator,
): Promise<Reply> {
  const fault = route.guard === 'open' ? undefined : takeFault(route, request, emulator);
  if (!fault) return route.handle(request, emulator);
  const { action, delayMs, id } = fault;
  c.set('fault', id);
  if (delayMs > 0) await sleep(emulator.clock, delayMs);
  if (action.abort === 'before') cutConnection(c);
  if (action.truncate !== undefined) c.set('truncate', action.truncate);
  const refusal = faultReply(action);
  if (refusal) throw refusal;
  const lifecycle = parseLifecycleFaults(action.lifecycle ?? '');
  const reply = await route.handle({ ...request, lifecycle }, emulator);
  if (action.abort === 'after') cutConnection(c);
  return reply;
}

function takeFault(
  { operation }: Route,
  { params, text }: ApiRequest,
  { faults, groups }: Emulator,
): DueFault | undefined {
  return faults.take({
    operation,
    group: params.name,
    container: params.container,
    region: () =>
      params.location || (groups.find(params)?.body.location ?? locationOf(text)).toLowerCase(),
  });
}

/** The location that a body names, if it is one: whether it is right is for the operation to say. */
function locationOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('location' in body)) return '';
    return typeof body.location === 'string' ? regionName(body.location) : '';
  } catch {
    return '';
  }
}

/** Ends the request without a reply, as a network does. */
function cutConnection(c: AppContext): never {
  c.env.incoming?.socket.destroy();
  throw new ConnectionCut();
}

export class ConnectionCut extends Error {}
