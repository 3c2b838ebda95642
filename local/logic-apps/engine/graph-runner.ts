import type { RunError } from '../actions/action-run.ts';
import type { Action, Graph } from '../definition/compiled.ts';
import type { Status } from '../definition/status.ts';
import { runAction } from './action-runner.ts';
import { statusOfGraph } from './merge-statuses.ts';
import type { RunState } from './run-state.ts';
import { skippedRecords } from './skip.ts';
import { type Turns, turnsKey } from './turns.ts';

/** Runs every action when those that it runs after have ended as it asks, side by side; gives the status of the leaves. */
export async function runGraph(run: RunState, graph: Graph, turns: Turns): Promise<Status> {
  const begun = new Map<string, Promise<Status>>();
  const ends = new Map<string, Status>();

  function end(name: string): Promise<Status> {
    const known = begun.get(name);
    if (known) return known;
    const action = graph.actions.get(name);
    const promise = action ? ended(action) : Promise.resolve<Status>('Skipped');
    begun.set(name, promise);
    return promise;
  }

  async function ended(action: Action): Promise<Status> {
    const before = await Promise.all(
      Object.keys(action.runAfter).map(async (name) => ({ name, status: await end(name) })),
    );
    const wrong = before.find(
      ({ name, status }) => !(action.runAfter[name] ?? []).includes(status),
    );
    const status =
      wrong || run.signal.aborted
        ? skip(run, { action, turns, error: whySkipped(action, wrong) })
        : await runAction(run, action, turns);
    ends.set(action.name, status);
    return status;
  }

  await Promise.all([...graph.actions.keys()].map(end));
  return statusOfGraph(graph, ends);
}

function skip(
  run: RunState,
  skipped: { readonly action: Action; readonly turns: Turns; readonly error: RunError },
): Status {
  const { action, turns } = skipped;
  const before = run.at(action.name, turnsKey(action.loops, turns));
  if (!before) run.save(skippedRecords(run, skipped), { withVariables: false });
  return 'Skipped';
}

function whySkipped(
  { name, runAfter }: Action,
  wrong: { readonly name: string; readonly status: Status } | undefined,
): RunError {
  const begin = `The execution of template action '${name}' is skipped:`;
  if (!wrong) return { code: 'ActionSkipped', message: `${begin} the run was terminated.` };
  const expected = (runAfter[wrong.name] ?? []).join(', ');
  return {
    code: 'ActionConditionFailed',
    message: `${begin} the 'runAfter' condition for action '${wrong.name}' is not satisfied. Expected status values '${expected}' and actual value '${wrong.status}'.`,
  };
}
