import { expect, test } from '@jest/globals';
import { classifyCreateError, classifyEvents } from '../../jobs/failure.ts';
import { classifyGroup, outcomeOfWatch } from '../../jobs/group-outcome.ts';
import type { GroupEvent, GroupState } from '../../jobs/group-state.ts';
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
  [[pulling, event('Failed', 'Error: failed to create containerd task')], undefined],
  [[event('FailedMount', 'Output: mount error(2): Permission denied')], undefined],
  [[], undefined],
])('events %j are of the class %s', (events, expected) => {
  expect(classifyEvents(events)).toBe(expected);
});

const ended = (...exits: readonly (readonly [number, string])[]): GroupState => ({
  state: 'ended',
  containers: exits.map(([exitCode, detailStatus], index) => ({
    name: `c${index}`,
    exitCode,
    detailStatus,
  })),
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
