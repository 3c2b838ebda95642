import { capacityText } from './errors.ts';
import { addEvent, containerEvents } from './group-events.ts';
import type { GroupRecord } from './group-record.ts';
import type { LifecycleFault } from './lifecycle-fault.ts';
import type { Effect, StepContext } from './transition.ts';

/** Brings a group through the phases before its containers start, as far as `now` allows. */
export function advancePhase(
  group: GroupRecord,
  effects: Effect[],
  { now, timing }: StepContext,
): void {
  const images = group.body.properties.containers.map(({ properties }) => properties.image);
  while (group.phaseUntil && new Date(group.phaseUntil) <= now) {
    const since = new Date(group.phaseUntil);
    delete group.phaseUntil;
    const enter = (phase: GroupRecord['phase'], ms: number): void => {
      group.phase = phase;
      group.phaseUntil = new Date(since.getTime() + ms).toISOString();
    };
    switch (group.phase) {
      case 'pending':
        if (hasFault(group, 'stuckPending')) return;
        enter('creating', timing.creatingMs);
        break;
      case 'creating':
        if (hasFault(group, 'stuckCreating')) return;
        if (hasFault(group, 'capacity')) {
          refuseForCapacity(group, now);
          return;
        }
        addToEach(group, containerEvents.pulling, since);
        enter('pulling', timing.pullMs * new Set(images).size);
        break;
      case 'pulling':
        if (hasFault(group, 'pullFail')) {
          addToEach(group, containerEvents.pullFailed, since);
          addToEach(group, containerEvents.pullBackOff, since);
          return;
        }
        addToEach(group, containerEvents.pulled, since);
        enter('starting', timing.startMs);
        break;
      case 'starting':
        group.phase = 'started';
        startAll(group, effects);
        return;
      case 'started':
      case 'stopped':
        return;
    }
  }
}

function hasFault(group: GroupRecord, kind: LifecycleFault['kind']): boolean {
  return group.lifecycle.some((fault) => fault.kind === kind);
}

function startAll(group: GroupRecord, effects: Effect[]): void {
  for (const container of group.containers) {
    container.run += 1;
    container.starting = true;
    effects.push({ type: 'start', container: container.name, run: container.run });
  }
}

function addToEach(
  group: GroupRecord,
  event: (image: string) => Parameters<typeof addEvent>[1],
  at: Date,
): void {
  for (const { name, properties } of group.body.properties.containers) {
    const record = group.containers.find((container) => container.name === name);
    if (record) addEvent(record.events, event(properties.image), at);
  }
}

function refuseForCapacity(group: GroupRecord, now: Date): void {
  const [first] = group.body.properties.containers;
  const requests = first?.properties.resources.requests ?? { cpu: 0, memoryInGB: 0 };
  const message = capacityText(group.body.location, requests);
  addEvent(group.events, { name: 'InsufficientCapacity.', message, type: 'Warning' }, now);
  group.provisioned = 'Failed';
  group.operation.error = { code: 'Failed', message };
}
