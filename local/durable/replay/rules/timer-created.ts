import type { TimerCreated } from '../../engine/history.ts';
import type { Orchestration } from '../orchestration.ts';
import { confirm } from './confirm.ts';

export function timerCreated(orchestration: Orchestration, { EventId: id }: TimerCreated): void {
  const was = `A previous execution of this orchestration scheduled a timer task with sequence number ${id}`;
  const other = (action: string): string =>
    `${was} named but the current orchestration replay instead produced a ${action} action with this sequence number.`;
  confirm(orchestration, {
    id,
    kind: 'createTimer',
    notDecided: `${was} but the current replay execution hasn't (yet?) scheduled this task.`,
    decidedOther: other,
    decidedOtherName: other,
  });
}
