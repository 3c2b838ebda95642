import type { GroupEvent } from './group-state.ts';
import type { FailureClass } from './outcome.ts';

/**
 * Error codes of a refused create, as recorded or documented
 * (https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting); the status does not
 * tell them apart: lack of capacity comes as 409, and a reached quota as 400.
 */
const classOfCode: Readonly<Record<string, FailureClass>> = {
  ContainerGroupQuotaReached: 'quota',
  QuotaExceeded: 'quota',
  TooManyRequests: 'quota',
  SubscriptionRequestsThrottled: 'quota',
  ServiceUnavailable: 'capacity',
  InsufficientCapacity: 'capacity',
  RegistryErrorResponse: 'registry-busy',
  InaccessibleImage: 'image-unavailable',
  ImageNotFound: 'image-unavailable',
  // Neither says anything about the spec: the name is busy, or a network link not there yet.
  ContainerGroupTransitioning: 'platform-error',
  ServiceAssociationLinkNotReady: 'platform-error',
};

/** Why ARM refused a create, by the HTTP status (0: no answer) and the error code of its body. */
export function classifyCreateError(status: number, code: string | undefined): FailureClass {
  const known = code === undefined ? undefined : classOfCode[code];
  if (known) return known;
  if (status === 429) return 'quota';
  return status >= 400 && status < 500 && !transient.has(status)
    ? 'invalid-spec'
    : 'platform-error';
}

/** Who may do what, and time-outs and conflicts, say nothing about the spec. */
const transient = new Set([401, 403, 408, 409]);

/** Why a group whose provisioning failed, or that never started, did not run: by its events. */
export function classifyEvents(events: readonly GroupEvent[]): FailureClass | undefined {
  const named = (name: string, text = /./): boolean =>
    events.some((event) => event.name.replace(/\.$/, '') === name && text.test(event.message));
  if (named('InsufficientCapacity')) return 'capacity';
  if (named('Failed', /pull image/i) || named('BackOff', /pulling image/i))
    return 'image-unavailable';
  return undefined;
}
