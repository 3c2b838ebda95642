import { findFault } from '../find-fault.ts';
import { addEvent, groupEvents } from '../group-events.ts';
import { after, backOffSeconds } from './back-off.ts';
import { giveUp } from './give-up.ts';
import type { Step } from './step.ts';

/** What the backend answers when it is to make what a group's containers share. */
export type PrepareEvent = { readonly operation: string } & (
  | { readonly type: 'prepared'; readonly ipAddress: string }
  | { readonly type: 'mountFailed'; readonly message: string }
  | { readonly type: 'prepareFailed'; readonly message: string }
);

/** Has the backend make what the containers share, unless it is made, being made, or waiting for its next try. */
export function prepare(step: Step): void {
  const { group, effects, now } = step;
  const { shared } = group;
  const isDue =
    shared.state === 'needed' ||
    (shared.state === 'backOff' && (!shared.retryAt || new Date(shared.retryAt) <= now));
  if (!isDue) return;
  delete shared.retryAt;
  const fault = findFault(group, 'mountFail');
  if (fault && shared.failures < (fault.times ?? Infinity)) {
    mountFailed(step, 'Output: mount error(2): Permission denied');
  } else {
    shared.state = 'asked';
    effects.push({ type: 'prepare', operation: group.operation.id });
  }
}

export function reportPrepared(step: Step, event: PrepareEvent): void {
  const { group } = step;
  const { shared } = group;
  if (event.operation !== group.operation.id || shared.state !== 'asked') return;
  switch (event.type) {
    case 'prepared':
      shared.state = 'ready';
      shared.ipAddress = event.ipAddress;
      return;
    case 'mountFailed':
      mountFailed(step, event.message);
      return;
    case 'prepareFailed':
      shared.state = 'failed';
      giveUp(step, event.message);
      return;
  }
}

/** As the kubelet does, a volume is tried again for ever; the group stays as it is. */
function mountFailed({ group, now }: Step, message: string): void {
  const { shared } = group;
  shared.failures += 1;
  shared.state = 'backOff';
  shared.retryAt = after(now, backOffSeconds(shared.failures));
  addEvent(group.events, groupEvents.mountFailed(message), now);
}
