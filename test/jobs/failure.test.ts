import { expect, test } from '@jest/globals';
import { classifyCreateError, classifyEvents } from '../../jobs/failure.ts';
import { classifyGroup, outcomeOfWatch } from '../../jobs/group-outcome.ts';
import type { ContainerEnd, GroupEvent, GroupState } from '../../jobs/group-state.ts';
import type { FailureClass } from '../../jobs/outcome.ts';

test.each<[number, string | undefined, FailureClass]>([
  [400, 'ContainerGroupQuotaReached', 'quota'],
  [409, 'ServiceUnavailable', 'capacity'],
  [400, 'ServiceUnavailable', 'capacity'],
  [409, 'RegistryErrorResponse', 'registry-busy'],
  [400, 'InaccessibleImage', 'image-unavailable'],
  [409, 'ContainerGroupTransitioning', 'platform-error'],
  [400, 'ServiceAssociationLinkNotReady', 'platform-error'],
  [400, 'ContainerLimitGreaterThanContainerGroupTotalRequest', 'invalid-spec'],
  [400, 'MoreImageRegistryCredentialsThanContainers', 'invalid-spec'],
  [400, 'OsVersionNotSupported', 'invalid-spec'],
  [400, 'PriorityNotSpecified', 'invalid-spec'],
  [400, 'SpotPriorityContainerGroupNotSupportedForInboundConnectivity', 'invalid-spec'],
  [400, 'SpotPriorityContainerGroupNotSupportedInSku', 'invalid-spec'],
  [400, 'SpotPriorityContainerGroupWithGPUResourcesNotSupported', 'invalid-spec'],
  [400, 'InvalidContainerGroupUpdate', 'invalid-spec'],
  [403, 'RequestDisallowedByPolicy', 'invalid-spec'],
  [404, 'ResourceGroupNotFound', 'invalid-spec'],
  [429, 'TooManyRequests', 'quota'],
  [429, undefined, 'quota'],
  [401, 'AuthenticationFailed', 'platform-error'],
  [403, 'AuthorizationFailed', 'platform-error'],
  [409, undefined, 'platform-error'],
  [500, 'InternalServerError', 'platform-error'],
  [503, undefined, 'platform-error'],
  [0, undefined, 'platform-error'],
])('a create refused with %s %s is %s', (status, code, expected) => {
  expect(classifyCreateError(status, code)).toBe(expected);
});

const quotaText = (resource: string, limit: number, requested: number): string =>
  `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '${resource}' exceeded in region ` +
  `'eastus'. Limit: '${limit}', Usage: '${limit}' Requested: '${requested}'.`;
const noRoom =
  "The requested resource is not available in the location 'eastus' at this moment. Please retry with a different " +
  "resource request or in another location. Resource requested: '4' CPU '16' GB memory 'Linux' OS";

test.each<[string, number, string, string, FailureClass]>([
  [
    'a reached quota',
    400,
    'ContainerGroupQuotaReached',
    quotaText('StandardCores', 10, 1),
    'quota',
  ],
  [
    'a quota that one group alone exceeds',
    400,
    'ContainerGroupQuotaReached',
    quotaText('StandardCores', 10, 12),
    'invalid-spec',
  ],
  [
    'Spot cores that a subscription has none of',
    400,
    'ContainerGroupQuotaReached',
    quotaText('StandardSpotCores', 0, 1),
    'invalid-spec',
  ],
  [
    'a quota of 0 groups, as for what looks like fraud',
    409,
    'ServiceUnavailable',
    quotaText('ContainerGroups', 0, 1),
    'quota',
  ],
  ['a region without room', 409, 'ServiceUnavailable', noRoom, 'capacity'],
  ['the same with another status', 503, 'ServiceUnavailable', noRoom, 'capacity'],
  ['ARM that is away', 503, 'ServiceUnavailable', 'The service is unavailable.', 'platform-error'],
])('%s is known by its message', (_, status, code, message, expected) => {
  expect(classifyCreateError(status, code, message)).toBe(expected);
});

const event = (name: string, message: string, type = 'Warning'): GroupEvent => ({
  name,
  message,
  type,
});
const pulling = event('Pulling', 'pulling image "x"', 'Normal');

test.each([
  [[event('InsufficientCapacity.', 'not available')], 'capacity'],
  [[pulling, event('Failed', 'Failed to pull image "x": not found')], 'image-unavailable'],
  [[pulling, event('BackOff', 'Back-off pulling image "x"')], 'image-unavailable'],
  [
    [
      pulling,
      event(
        'Failed',
        'Failed to pull image "x": toomanyrequests: You have reached your rate limit',
      ),
    ],
    'registry-busy',
  ],
  [
    [pulling, event('BackOff', 'Back-off pulling image "x": 429 Too Many Requests')],
    'registry-busy',
  ],
  [[pulling, event('Failed', 'Error: failed to create containerd task')], undefined],
  [[event('FailedMount', 'Output: mount error(2): Permission denied')], undefined],
  [[], undefined],
])('events %j are of the class %s', (events, expected) => {
  expect(classifyEvents(events)).toBe(expected);
});

type Exit = readonly [number, string, Partial<ContainerEnd>?];
const exitsOf = (exits: readonly Exit[]): ContainerEnd[] =>
  exits.map(([exitCode, detailStatus, more], index) => ({
    name: `c${index}`,
    exitCode,
    detailStatus,
    ...more,
  }));
const ended = (...exits: readonly Exit[]): GroupState => ({
  state: 'ended',
  containers: exitsOf(exits),
});

test.each<[GroupState, object]>([
  [ended([0, 'Completed']), { status: 'succeeded' }],
  [ended([0, 'Completed'], [0, '']), { status: 'succeeded' }],
  [
    ended([3, 'Error']),
    { class: 'container-exit', exitCode: 3, message: 'container c0 exited with 3' },
  ],
  [ended([0, 'Completed'], [4, 'Error'], [3, 'Error']), { exitCode: 4, message: /c1/ }],
  [ended([137, 'Error']), { class: 'out-of-memory', exitCode: 137 }],
  [ended([1, 'OOMKilled']), { class: 'out-of-memory', exitCode: 1 }],
  [
    ended([137, 'OOMKilled', { memoryInGB: 1.5 }]),
    { message: 'container c0 was killed; it had 1.5 GB; ask for memoryInGB 3' },
  ],
  [ended([137, '', { memoryInGB: 200 }]), { message: /ask for memoryInGB 240$/ }],
  [ended([137, '', { memoryInGB: 240 }]), { message: /the most there is$/ }],
  [
    ended([2, 'Error', { restarts: 2 }]),
    { exitCode: 2, message: 'container c0 exited with 2, run again 2 times' },
  ],
  [ended([0, 'Completed', { restarts: 1 }]), { status: 'succeeded' }],
  [ended([7147, 'Error']), { class: 'platform-kill', exitCode: 7147 }],
  [ended([7148, '']), { class: 'platform-kill', exitCode: 7148 }],
  [{ state: 'absent' }, { class: 'lost' }],
  [{ state: 'failed', events: [] }, { class: 'platform-error' }],
  [
    { state: 'failed', events: [event('InsufficientCapacity', 'full')] },
    { class: 'capacity', message: 'last event: InsufficientCapacity full' },
  ],
])('a group %j ends with %j', (group, expected) => {
  const { message, ...rest } = { message: /./, ...expected };
  const outcome = classifyGroup(group);
  expect(outcome).toMatchObject(rest);
  expect('message' in outcome ? outcome.message : 'none').toMatch(message);
});

test('a group that never started says what happened last', () => {
  const events = [pulling, event('BackOff', 'Back-off pulling image "x"')];
  expect(outcomeOfWatch({ end: 'stuck', group: { state: 'pending', events } })).toEqual({
    status: 'failed',
    class: 'image-unavailable',
    message:
      'the containers did not start within provisioningTimeout; last event: BackOff Back-off pulling image "x"',
  });
  const silent = outcomeOfWatch({ end: 'stuck', group: { state: 'pending', events: [] } });
  expect(silent).toMatchObject({ class: 'stuck' });
});

const still = (exits: readonly Exit[], more: object = {}): GroupState => ({
  state: 'running',
  idle: { detail: '', exits: exitsOf(exits), isWhole: true, isSpot: false, ...more },
});

test.each<[string, GroupState, object]>([
  [
    'runs again and again: its last exit code',
    still([[3, 'Error', { restarts: 6 }]]),
    { class: 'container-exit', exitCode: 3, message: /run again 6 times/ },
  ],
  ['was to run once more after a success', still([[0, 'Completed']]), { status: 'succeeded' }],
  [
    'the platform ended and did not run again',
    still([[7147, 'Error']]),
    { class: 'platform-kill' },
  ],
  [
    'never ran, with its words',
    still([], { isWhole: false, detail: 'CrashLoopBackOff' }),
    { class: 'stuck', message: /CrashLoopBackOff/ },
  ],
  ['is Spot', still([[7147, 'Error']], { isSpot: true }), { class: 'evicted' }],
  ['failed to be provisioned', { state: 'failed', events: [] }, { class: 'stuck' }],
])('a group that came to a halt and %s', (_, group, expected) => {
  const { message, ...rest } = { message: /./, ...expected };
  const outcome = outcomeOfWatch({ end: 'stuck', group });
  expect(outcome).toMatchObject(rest);
  expect('message' in outcome ? outcome.message : 'none').toMatch(message);
});
