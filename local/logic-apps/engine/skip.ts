import { randomUUID } from 'node:crypto';
import type { RunError } from '../actions/action-run.ts';
import type { Action } from '../definition/compiled.ts';
import type { ActionRecord } from './action-record.ts';
import type { RunState } from './run-state.ts';
import { type Turns, turnsKey } from './turns.ts';

interface Skipped {
  readonly action: Action;
  readonly turns: Turns;
  readonly error: RunError;
}

const skippedWith = (parent: Action, { name }: Action): RunError => ({
  code: 'ActionDependencyFailed',
  message: `The execution of template action '${name}' is skipped: its parent '${parent.name}' is skipped.`,
});

/** The records of an action that is not run, and of all actions in it that are in no further loop. */
export function skippedRecords(run: RunState, { action, turns, error }: Skipped): ActionRecord[] {
  const now = run.clock.now().toISOString();
  const record: ActionRecord = {
    name: action.name,
    turns: turnsKey(action.loops, turns),
    status: 'Skipped',
    startTime: now,
    endTime: now,
    trackingId: randomUUID(),
    code: 'ActionSkipped',
    error,
    secured: { inputs: false, outputs: false },
  };
  if (action.loop) return [record];
  const children = (action.branches ?? []).flatMap(({ actions }) => [...actions.values()]);
  return [
    record,
    ...children.flatMap((child) =>
      skippedRecords(run, { action: child, turns, error: skippedWith(action, child) }),
    ),
  ];
}
