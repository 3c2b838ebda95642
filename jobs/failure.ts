import type { GroupEvent } from './group-state.ts';
import type { FailureClass } from './outcome.ts';
import { neverFits, refusesGroups } from './quota-text.ts';

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
  // 403, but not for want of a right: https://learn.microsoft.com/azure/governance/policy/troubleshoot/general
  RequestDisallowedByPolicy: 'invalid-spec',
};

/** Who may do what, and time-outs and conflicts, say nothing about the spec. */
const transient = new Set([401, 403, 408, 409]);

/** Why ARM refused a create, by the HTTP status (0: no answer), the error code and the message of its body. */
export function classifyCreateError(
  status: number,
  code: string | undefined,
  message = '',
): FailureClass {
  // ARM itself is away: not the same as a region that has no room, which says so with the same code.
  if (status >= 500) return isNoRoom(message) ? 'capacity' : 'platform-error';
  const known = code === undefined ? undefined : classOfCode[code];
  if (known === 'quota' && neverFits(message)) return 'invalid-spec';
  if (known === 'capacity' && refusesGroups(message)) return 'quota';
  if (known) return known;
  if (status === 429) return 'quota';
  return status >= 400 && !transient.has(status) ? 'invalid-spec' : 'platform-error';
}

function isNoRoom(message: string): boolean {
  return /not available in the location/i.test(message);
}

/** What a registry says that has had too many requests: https://docs.docker.com/docker-hub/usage/ */
const busyRegistry = /toomanyrequests|too many requests|rate limit|\b429\b/i;

/** Why a group whose provisioning failed, or that never started, did not run: by its events. */
export function classifyEvents(events: readonly GroupEvent[]): FailureClass | undefined {
  const those = (name: string, text = /./): readonly GroupEvent[] =>
    events.filter((event) => event.name.replace(/\.$/, '') === name && text.test(event.message));
  if (those('InsufficientCapacity').length > 0) return 'capacity';
  const pulls = [...those('Failed', /pull image/i), ...those('BackOff', /pulling image/i)];
  if (pulls.some(({ message }) => busyRegistry.test(message))) return 'registry-busy';
  return pulls.length > 0 ? 'image-unavailable' : undefined;
}
