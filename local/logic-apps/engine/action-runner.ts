import { randomUUID } from 'node:crypto';
import {
  ActionFailure,
  type ActionEnd,
  type ActionRun,
  type RunError,
  type Turn,
} from '../actions/action-run.ts';
import type { Action, Graph } from '../definition/compiled.ts';
import type { Status } from '../definition/status.ts';
import { evaluateCondition, evaluateTemplate, TemplateError } from '../expressions/index.ts';
import type { ActionRecord } from './action-record.ts';
import { skippedRecords } from './skip.ts';
import { RunScope } from './run-scope.ts';
import type { RunState } from './run-state.ts';
import { type Turns, turnsKey } from './turns.ts';
import { runGraph } from './graph-runner.ts';

/**
 * Runs one action in one turn, unless it had ended before the process was killed. Never throws: what goes wrong is the
 * action's failure.
 */
export async function runAction(run: RunState, action: Action, turns: Turns): Promise<Status> {
  const key = turnsKey(action.loops, turns);
  const before = run.at(action.name, key);
  if (before && before.status !== 'Running') return before.status;
  const begun = before ?? newRecord(run, action, key);
  run.save([begun], { withVariables: false });
  const scope = new RunScope({ run, turns, self: action.name });
  const limit = withTimeout(run, action);
  const end = await endOf(action, runOf({ run, action, turns, scope, signal: limit.signal }));
  limit.clear();
  const ended = limit.isOver() ? timedOut(action, end) : end;
  const record = endedRecord(run, { action, scope, key, end: ended });
  run.save([record], { withVariables: true });
  if (action.trackedProperties !== undefined) {
    run.save([{ ...record, ...trackedOf(action, scope) }], { withVariables: false });
  }
  return ended.status;
}

interface Surroundings {
  readonly run: RunState;
  readonly action: Action;
  readonly turns: Turns;
  readonly scope: RunScope;
  readonly signal: AbortSignal;
}

function newRecord(run: RunState, action: Action, turns: string): ActionRecord {
  return {
    name: action.name,
    turns,
    status: 'Running',
    startTime: run.clock.now().toISOString(),
    trackingId: randomUUID(),
    secured: action.secured ?? { inputs: false, outputs: false },
  };
}

async function endOf(action: Action, actionRun: ActionRun): Promise<ActionEnd> {
  try {
    return await action.run(actionRun);
  } catch (error) {
    if (error instanceof ActionFailure) return error.end;
    const message = error instanceof Error ? error.message : String(error);
    return new ActionFailure({ code: 'InternalServerError', message }).end;
  }
}

function runOf({ run, action, turns, scope, signal }: Surroundings): ActionRun {
  const key = turnsKey(action.loops, turns);
  const current = (): ActionRecord => run.at(action.name, key) ?? newRecord(run, action, key);
  return {
    name: action.name,
    clock: run.clock,
    scope,
    outside: run.outside,
    variables: run.variables,
    signal,
    evaluate: (value, item) =>
      inAzuresWords(action.name, () =>
        evaluateTemplate(value, item ? scope.withItem(item) : scope),
      ),
    isTrue: (condition, item) =>
      inAzuresWords(action.name, () =>
        evaluateCondition(condition, item ? scope.withItem(item) : scope),
      ),
    isTrueAfter: (turn, condition) =>
      inAzuresWords(action.name, () =>
        evaluateCondition(condition, scope.withTurns(new Map([...turns, [action.name, turn]]))),
      ),
    hasReadSecured: () => scope.hasReadSecured,
    recall: () => current().progress,
    remember: (progress) => {
      run.save([{ ...current(), progress }], { withVariables: false });
    },
    runGraph: (graph, turn) => runGraph(run, graph, turnOf({ run, action, turns }, turn)),
    skipGraph: (graph, why) => {
      skipGraph(run, { graph, turns, why });
    },
    terminate: (end) => {
      run.terminate(end);
    },
  };
}

/** Of an Until, whose turns come one after the other, only the newest can be seen. */
function turnOf(
  { run, action, turns }: Pick<Surroundings, 'run' | 'action' | 'turns'>,
  turn: Turn | undefined,
): Turns {
  if (!turn) return turns;
  const inner: Turns = new Map([...turns, [action.name, turn]]);
  if (action.loop === 'Until' && turn.index > 0) {
    const past = new Map([...turns, [action.name, { index: turn.index - 1 }]]);
    run.forget(turnsKey([...action.loops, action.name], past));
  }
  return inner;
}

function skipGraph(
  run: RunState,
  skipped: {
    readonly graph: Graph;
    readonly turns: Turns;
    readonly why: (name: string) => RunError;
  },
): void {
  const { graph, turns, why } = skipped;
  const records = [...graph.actions.values()].flatMap((action) =>
    skippedRecords(run, { action, turns, error: why(action.name) }),
  );
  run.save(records, { withVariables: false });
}

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-exception-handling shows the words of such errors. */
function inAzuresWords<T>(name: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const message = `Unable to process template language expressions in action '${name}' inputs at line '0' and column '0': '${error.message}'.`;
    throw new ActionFailure({ code: error.code, message });
  }
}

interface Limit {
  readonly signal: AbortSignal;
  isOver(): boolean;
  clear(): void;
}

function withTimeout(run: RunState, { timeoutMs }: Action): Limit {
  if (timeoutMs === undefined) {
    return { signal: run.signal, isOver: () => false, clear: () => undefined };
  }
  const over = new AbortController();
  const clear = run.clock.callAt(new Date(run.clock.now().getTime() + timeoutMs), () => {
    over.abort();
  });
  const signal = AbortSignal.any([run.signal, over.signal]);
  return { signal, isOver: () => over.signal.aborted, clear };
}

function timedOut({ name, timeoutMs = 0 }: Action, end: ActionEnd): ActionEnd {
  const message = `The execution of template action '${name}' failed: the action timed out after '${timeoutMs / 1000}' seconds.`;
  const error = { code: 'ActionTimedOut', message };
  return { ...end, status: 'TimedOut', code: error.code, error };
}

function endedRecord(
  run: RunState,
  ended: {
    readonly action: Action;
    readonly scope: RunScope;
    readonly key: string;
    readonly end: ActionEnd;
  },
): ActionRecord {
  const { action, scope, key, end } = ended;
  const { name, secured = { inputs: false, outputs: false }, passesOn = false } = action;
  const record = run.at(name, key) ?? newRecord(run, action, key);
  const isSecret = scope.hasReadSecured;
  return {
    ...record,
    code: end.status === 'Succeeded' ? 'OK' : end.status,
    ...end,
    endTime: run.clock.now().toISOString(),
    secured: {
      inputs: secured.inputs || isSecret,
      outputs: secured.outputs || (isSecret && passesOn),
    },
  };
}

/** What can not be evaluated is not tracked; the action stands. */
function trackedOf({ trackedProperties }: Action, scope: RunScope): Partial<ActionRecord> {
  try {
    return { trackedProperties: evaluateTemplate(trackedProperties, scope) };
  } catch {
    return {};
  }
}
