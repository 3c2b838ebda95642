import type { RunStore } from '../store/run-store.ts';
import { evaluateTemplate, TemplateError } from '../expressions/index.ts';
import { runGraph } from './graph-runner.ts';
import { RunScope } from './run-scope.ts';
import type { RunEnd, RunState } from './run-state.ts';

/** Carries a run to its end from where it stands, and keeps how it ended; unless it is suspended meanwhile. */
export async function executeRun(run: RunState, store: RunStore): Promise<void> {
  const status = await runGraph(run, run.workflow.graph, new Map());
  if (run.suspended) return;
  const end = run.terminated ?? endOf(status);
  const { outputs, error = end.error } =
    end.status === 'Succeeded' ? outputsOf(run) : { outputs: undefined };
  const isFailed = error !== undefined && end.status === 'Succeeded';
  const finalStatus = isFailed ? 'Failed' : end.status;
  const code = run.terminated ? 'Terminated' : codes[finalStatus];
  store.endRun(
    {
      ...run.record,
      status: finalStatus,
      endTime: run.clock.now().toISOString(),
      ...(code !== undefined && { code }),
      ...(error && { error }),
      ...(outputs !== undefined && { outputs }),
    },
    run.secured(),
  );
}

const codes: Readonly<Record<string, string>> = {
  Failed: 'ActionFailed',
  TimedOut: 'ActionFailed',
  Cancelled: 'WorkflowRunCancelled',
};

function endOf(status: RunEnd['status']): RunEnd {
  if (status === 'Succeeded') return { status };
  const message = 'An action failed. No dependent actions succeeded.';
  return { status: 'Failed', error: { code: 'ActionFailed', message } };
}

/** What the definition gives out; when that can not be told, the run has failed. */
function outputsOf(run: RunState): { outputs?: unknown; error?: RunEnd['error'] } {
  const { outputs } = run.workflow;
  if (Object.keys(outputs).length === 0) return {};
  const scope = new RunScope({ run, turns: new Map() });
  try {
    const values = Object.entries(outputs).map(([name, value]) => [
      name,
      { value: evaluateTemplate(value, scope) },
    ]);
    return scope.hasReadSecured ? {} : { outputs: Object.fromEntries(values) as unknown };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const message = `Unable to process template language expressions in the outputs of the workflow: '${error.message}'.`;
    return { error: { code: error.code, message } };
  }
}
