import { addEvent, containerEvents } from '../group-events.ts';
import { allContainers, type Step } from './step.ts';

/** Ends all that runs, at a client's request; nothing starts any more until the group is started again. */
export function stop({ group, effects, now }: Step): void {
  group.phase = 'stopped';
  delete group.phaseUntil;
  delete group.shared.retryAt;
  delete group.health;
  group.disturbances = [];
  for (const container of allContainers(group)) {
    delete container.restartAt;
    delete container.killing;
    if (container.state.state === 'Terminated' && !container.starting) continue;
    if (container.starting || container.state.state === 'Running') {
      const { name, run } = container;
      effects.push({ type: 'kill', container: name, run, isAwaited: false });
      addEvent(container.events, containerEvents.killing(name), now);
    }
    container.previousState = container.state;
    container.starting = false;
    container.state = {
      state: 'Terminated',
      finishTime: now.toISOString(),
      detailStatus: 'Container stopped per client request',
    };
  }
}
