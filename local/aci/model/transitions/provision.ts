import { findFault } from '../find-fault.ts';
import { capacityText } from '../errors.ts';
import type { GroupRecord } from '../group-record.ts';
import { newPull } from '../new-group.ts';
import { giveUp } from './give-up.ts';
import { prepare } from './prepare.ts';
import { advancePulls } from './pulls.ts';
import { enterPhase, startRun, type Step } from './step.ts';

/** Brings a group through the phases before its containers run, as far as time and the backend allow. */
export function advancePhase(step: Step): void {
  for (let before; before !== step.group.phase;) {
    before = step.group.phase;
    if (isPrepared.has(before)) prepare(step);
    advanceOnce(step);
  }
}

/** Phases that come after the preparation: only a restart of the emulator asks for it once more. */
const isPrepared = new Set<GroupRecord['phase']>([
  'pulling',
  'initialising',
  'starting',
  'started',
]);

function advanceOnce(step: Step): void {
  switch (step.group.phase) {
    case 'pending':
      pend(step);
      return;
    case 'creating':
      create(step);
      return;
    case 'pulling':
      pull(step);
      return;
    case 'initialising':
      initialise(step);
      return;
    case 'starting':
      start(step);
      return;
    case 'evicted':
      startAnew(step);
      return;
    case 'started':
    case 'failed':
    case 'stopped':
      return;
  }
}

/** When the phase's emulated time was over; undefined while it is not. */
function endOfTime({ group, now }: Step): Date | undefined {
  const end = new Date(group.phaseUntil ?? now);
  if (end > now) return undefined;
  delete group.phaseUntil;
  return end;
}

function pend(step: Step): void {
  const { group, timing } = step;
  const since = endOfTime(step);
  if (!since || findFault(group, 'stuckPending')) return;
  const isInNetwork = (group.body.properties.subnetIds ?? []).length > 0;
  enterPhase(step, 'creating', {
    since,
    ms: timing.creatingMs + (isInNetwork ? timing.networkMs : 0),
  });
}

function create(step: Step): void {
  const { group } = step;
  const isToFail = findFault(group, 'capacity') !== undefined;
  const isStuck = findFault(group, 'stuckCreating') !== undefined;
  if (!isToFail && !isStuck) prepare(step);
  const since = endOfTime(step);
  if (!since || isStuck) return;
  if (isToFail) refuseForCapacity(step);
  else if (group.shared.state === 'ready') beginPulls(step, since);
}

function beginPulls({ group }: Step, since: Date): void {
  group.phase = 'pulling';
  const present = new Set(
    group.pulls.filter(({ isPresent }) => isPresent).map(({ image }) => image),
  );
  const at = since.toISOString();
  group.pulls = imagesOf(group).map((image) =>
    newPull(image, { isPresent: present.has(image), at }),
  );
}

function imagesOf({ body: { properties } }: GroupRecord): string[] {
  const containers = [...properties.initContainers, ...properties.containers];
  return [...new Set(containers.map((container) => container.properties.image))];
}

function pull(step: Step): void {
  const end = advancePulls(step);
  if (end) enterPhase(step, 'initialising', { since: end, ms: 0 });
}

/** Init containers run one after the other, each when the one before it has succeeded. */
function initialise(step: Step): void {
  const { group, timing, now } = step;
  const next = group.initContainers.find(
    ({ state }) => !('exitCode' in state && state.exitCode === 0),
  );
  if (!next) {
    const since = new Date(group.phaseUntil ?? now);
    enterPhase(step, 'starting', { since, ms: timing.startMs });
    return;
  }
  // From here on it is the containers' own time that counts.
  delete group.phaseUntil;
  if (next.state.state === 'Terminated') {
    const code = 'exitCode' in next.state ? next.state.exitCode : undefined;
    giveUp(step, `Init container '${next.name}' has failed with exit code ${String(code)}.`);
  } else if (next.state.state === 'Waiting' && !next.starting && !next.restartAt) {
    startRun(step, next);
  }
}

function start(step: Step): void {
  const { group } = step;
  if (!endOfTime(step) || findFault(group, 'stuckWaiting')) return;
  group.phase = 'started';
  if (findFault(group, 'provisioningFailed') && group.provisioned === 'no') {
    group.provisioned = 'Failed';
    group.operation.error = {
      code: 'Failed',
      message: `The container group '${group.name}' has not been provisioned in time.`,
    };
  }
  for (const container of group.containers) startRun(step, container);
}

/** On another machine: images, init containers and all. */
function startAnew(step: Step): void {
  const since = endOfTime(step);
  if (!since) return;
  for (const container of step.group.initContainers) {
    container.state = { state: 'Waiting', detailStatus: '' };
  }
  beginPulls(step, since);
}

function refuseForCapacity(step: Step): void {
  const { location, properties } = step.group.body;
  const requests = properties.containers.map(
    (container) => container.properties.resources.requests,
  );
  const sum = (amount: 'cpu' | 'memoryInGB'): number =>
    requests.reduce((all, request) => all + request[amount], 0);
  const total = { cpu: sum('cpu'), memoryInGB: sum('memoryInGB') };
  giveUp(step, capacityText(location, total), 'InsufficientCapacity.');
}
