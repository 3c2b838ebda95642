import type { EventSent } from '../../engine/history.ts';
import type { Orchestration } from '../orchestration.ts';
import { confirm } from './confirm.ts';

export function eventSent(orchestration: Orchestration, event: EventSent): void {
  const { EventId: id, Name: name, InstanceId: instanceId } = event;
  // With and without a comma, a bracket and a blank: so it is on Azure.
  const begin = `A previous execution of this orchestration scheduled a send event task with sequence ID ${id}, type 'EventSent'`;
  const to = `name '${name}', instance ID '${instanceId}'`;
  confirm(orchestration, {
    id,
    kind: 'sendEvent',
    name,
    notDecided: `${begin} ${to}, but the current replay execution hasn't (yet?) scheduled this task.`,
    decidedOther: (action) =>
      `${begin}, ${to}, but the current orchestration replay instead scheduled a ${action} task at this sequence number.`,
    decidedOtherName: (other) =>
      `${begin}, ${to}), but the current orchestration replay instead scheduled a send event task with name ${other}at this sequence number.`,
  });
}
