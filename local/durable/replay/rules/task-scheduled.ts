import type { TaskScheduled } from '../../engine/history.ts';
import type { Orchestration } from '../orchestration.ts';
import { confirm } from './confirm.ts';

export function taskScheduled(orchestration: Orchestration, event: TaskScheduled): void {
  const { EventId: id, Name: name, Version: version } = event;
  const was = 'A previous execution of this orchestration scheduled an activity task with sequence';
  confirm(orchestration, {
    id,
    kind: 'scheduleActivity',
    name,
    notDecided: `${was} ID ${id} and name '${name}' (version '${version}'), but the current replay execution hasn't (yet?) scheduled this task.`,
    decidedOther: (action) =>
      `${was} number ${id} named '${name}', but the current orchestration replay instead produced a ${action} action with this sequence number.`,
    // Two blanks at the end: so it is on Azure.
    decidedOtherName: (other) =>
      `${was} number ${id} named '${name}', but the current orchestration replay instead scheduled an activity task named '${other}' with this sequence number. `,
  });
}
