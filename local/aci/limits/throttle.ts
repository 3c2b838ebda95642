import type { Emulator } from '../emulator.ts';
import type { Route } from '../http/route.ts';
import { principal } from '../identity/token-issuer.ts';
import { limitErrors } from './limit-errors.ts';
import { RequestWindow } from './request-window.ts';
import { TokenBucket } from './token-bucket.ts';

const kinds = {
  GET: 'read',
  PUT: 'write',
  POST: 'write',
  PATCH: 'write',
  DELETE: 'delete',
} as const;

/** Counted by the resource provider as well: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const counted = new Map<string, 'write' | 'delete'>([
  ['ContainerGroups_CreateOrUpdate', 'write'],
  ['ContainerGroups_Delete', 'delete'],
]);

interface Windows {
  readonly pt5m: RequestWindow;
  readonly pt1h: RequestWindow;
}

/** The requests of the one subscription there is. In memory: a new emulator begins with nothing used. */
export class Throttles {
  /** Of Azure Resource Manager. */
  buckets = newBuckets();
  /** Of Container Instances. */
  windows = { write: newWindows(), delete: newWindows() };

  reset(): void {
    this.buckets = newBuckets();
    this.windows = { write: newWindows(), delete: newWindows() };
  }
}

function newBuckets() {
  return { read: new TokenBucket(), write: new TokenBucket(), delete: new TokenBucket() };
}

function newWindows(): Windows {
  return { pt5m: new RequestWindow(5 * 60), pt1h: new RequestWindow(60 * 60) };
}

/**
 * Counts a request, also one that will be refused for other reasons, and gives the headers that say how many more there may
 * be. Throws 429 with `Retry-After` when there have been too many.
 */
export function throttle(
  { guard, method, operation }: Pick<Route, 'guard' | 'method' | 'operation'>,
  {
    settings,
    behaviour,
    clock,
    throttles,
  }: Pick<Emulator, 'settings' | 'behaviour' | 'clock' | 'throttles'>,
): Record<string, string> {
  if (guard === 'open') return {};
  const { limits } = behaviour.current;
  const now = clock.now();
  const kind = kinds[method];
  const taken = throttles.buckets[kind].take(limits[`${kind}s`], now);
  if (!taken.allowed) {
    const { subscriptionId } = settings;
    const { retryAfterSeconds } = taken;
    const actor = principal.objectId;
    throw limitErrors.subscriptionThrottled(kind, { subscriptionId, actor, retryAfterSeconds });
  }
  const action = counted.get(operation);
  return {
    [`x-ms-ratelimit-remaining-subscription-${kind}s`]: String(taken.remaining),
    ...(action && countRequest(action, throttles.windows[action], limits, now)),
  };
}

function countRequest(
  action: string,
  windows: Windows,
  limits: { readonly requestsPer5Minutes: number; readonly requestsPerHour: number },
  now: Date,
): Record<string, string> {
  const most = { pt5m: limits.requestsPer5Minutes, pt1h: limits.requestsPerHour };
  const names = ['pt1h', 'pt5m'] as const;
  for (const name of names) {
    const window = windows[name];
    if (window.used(now) < most[name]) continue;
    throw limitErrors.tooManyRequests({
      action,
      limit: most[name],
      windowSeconds: window.seconds,
      retryAfterSeconds: window.secondsLeft(now),
    });
  }
  return Object.fromEntries(
    names.map((name) => {
      windows[name].add(now);
      return [
        `x-ms-ratelimit-remaining-subscription-resource-requests-${name}`,
        String(Math.max(0, most[name] - windows[name].used(now))),
      ];
    }),
  );
}
