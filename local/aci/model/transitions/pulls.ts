import { findFault } from '../find-fault.ts';
import { addEvent, containerEvents, type NewEvent } from '../group-events.ts';
import type { GroupRecord, PullRecord } from '../group-record.ts';
import { jittered } from '../timing.ts';
import { after, backOffSeconds } from './back-off.ts';
import type { Step } from './step.ts';

/** What the backend answers when it is to pull an image. */
export type PullEvent = { readonly operation: string; readonly image: string } & (
  | { readonly type: 'pulled'; readonly sizeBytes: number }
  | { readonly type: 'pullFailed'; readonly message: string }
);

/** Pulls what is due. Tells when all images are here, or nothing while one is missing. */
export function advancePulls(step: Step): Date | undefined {
  const { group, now } = step;
  for (const [index, pull] of group.pulls.entries()) {
    if (pull.state === 'waiting') begin(step, pull, { since: new Date(pull.since), index });
    if (pull.state === 'backOff' && (!pull.until || new Date(pull.until) <= now)) {
      begin(step, pull, { since: new Date(pull.until ?? now), index: 0 });
    }
    if (pull.state === 'pulling') finish(step, pull);
  }
  if (group.pulls.some(({ state }) => state !== 'pulled')) return undefined;
  const ends = group.pulls.map(({ until }) => (until ? new Date(until).getTime() : now.getTime()));
  return new Date(Math.max(...ends));
}

export function reportPull({ group, timing }: Step, event: PullEvent): void {
  const pull = group.pulls.find(({ image }) => image === event.image);
  if (event.operation !== group.operation.id || pull?.state !== 'pulling') return;
  if (pull.answer !== 'none') return;
  if (event.type === 'pullFailed') {
    pull.answer = 'failed';
    pull.reason = event.message;
    return;
  }
  pull.answer = 'pulled';
  if (!pull.until) return;
  const transferMs = (event.sizeBytes / timing.pullBytesPerSecond) * 1000;
  pull.until = new Date(new Date(pull.until).getTime() + transferMs).toISOString();
}

/** One image after the other, as far as emulated time goes; the backend pulls them side by side. */
function begin(
  { group, effects, timing }: Step,
  pull: PullRecord,
  { since, index }: { readonly since: Date; readonly index: number },
): void {
  const slow = findFault(group, 'pullSlow')?.seconds ?? 0;
  const ms = timing.pullMs * (index + 1) + slow * 1000;
  const length = jittered(timing, ms, `${group.name} pull ${pull.image}`);
  pull.state = 'pulling';
  pull.since = since.toISOString();
  pull.until = new Date(since.getTime() + length).toISOString();
  // Where size is nothing that takes time, an image that is here need not be asked for.
  pull.answer = isToFail(group, pull)
    ? 'failed'
    : pull.isPresent && timing.pullBytesPerSecond === Infinity
      ? 'pulled'
      : 'none';
  addToAll(group, pull.image, containerEvents.pulling(pull.image), since);
  if (pull.answer !== 'none') return;
  effects.push({ type: 'pull', operation: group.operation.id, image: pull.image });
}

function isToFail(group: GroupRecord, { failures }: PullRecord): boolean {
  const fault = findFault(group, 'pullFail');
  if (fault) return failures < (fault.times ?? Infinity);
  return findFault(group, 'imageMissing')?.at === 'later';
}

function finish({ group, now }: Step, pull: PullRecord): void {
  if (pull.until && new Date(pull.until) > now) return;
  if (pull.answer === 'none') {
    // The emulated time is over and the backend is not done: from here on it alone says when.
    delete pull.until;
    return;
  }
  const end = new Date(pull.until ?? now);
  if (pull.answer === 'pulled') {
    pull.state = 'pulled';
    pull.until = end.toISOString();
    const seconds = (end.getTime() - new Date(pull.since).getTime()) / 1000;
    const took = pull.isPresent ? undefined : seconds;
    addToAll(group, pull.image, containerEvents.pulled(pull.image, took), end);
    return;
  }
  pull.state = 'backOff';
  pull.failures += 1;
  pull.until = after(end, backOffSeconds(pull.failures));
  addToAll(group, pull.image, containerEvents.pullFailed(pull.image, pull.reason), end);
  addToAll(group, pull.image, containerEvents.pullBackOff(pull.image), end);
}

function addToAll(group: GroupRecord, image: string, event: NewEvent, at: Date): void {
  const { containers, initContainers } = group.body.properties;
  for (const [specs, records] of [
    [initContainers, group.initContainers],
    [containers, group.containers],
  ] as const) {
    for (const { name, properties } of specs) {
      const record = records.find((container) => container.name === name);
      if (record && properties.image === image) addEvent(record.events, event, at);
    }
  }
}
