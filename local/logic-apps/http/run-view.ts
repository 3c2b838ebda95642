import type { ActionRecord, RunRecord } from '../engine/action-record.ts';

/** Where a resource of the management API is found, at this machine. */
export interface Place {
  /** Such as http://127.0.0.1:7090. */
  readonly origin: string;
  /** The resource id of the workflow. */
  readonly workflowId: string;
}

/** A run as `Workflow Runs - Get` shows it: https://learn.microsoft.com/rest/api/logic/workflow-runs/get */
export function runView(run: RunRecord, { origin, workflowId }: Place) {
  const id = `${workflowId}/runs/${run.name}`;
  const { trigger } = run;
  return {
    id,
    name: run.name,
    type: 'Microsoft.Logic/workflows/runs',
    properties: {
      waitEndTime: run.startTime,
      startTime: run.startTime,
      ...(run.endTime !== undefined && { endTime: run.endTime }),
      status: run.status,
      ...(run.code !== undefined && { code: run.code }),
      ...(run.error && { error: run.error }),
      correlation: { clientTrackingId: run.name },
      workflow: {
        id: `${workflowId}/versions/${run.version}`,
        name: run.version,
        type: 'Microsoft.Logic/workflows/versions',
      },
      trigger: {
        name: trigger.name,
        startTime: trigger.startTime,
        endTime: trigger.endTime,
        status: 'Succeeded',
        code: 'OK',
        ...links({ url: `${origin}${id}/trigger/contents`, ...trigger }),
      },
      outputs: run.outputs ?? {},
    },
  };
}

/** An action as `Workflow Run Actions - Get` shows it; of an action in a loop the newest turn. */
export function actionView(record: ActionRecord, run: RunRecord, { origin, workflowId }: Place) {
  const id = `${workflowId}/runs/${run.name}/actions/${record.name}`;
  const { status, code, error, startTime, endTime, trackingId, trackedProperties } = record;
  const url = `${origin}${id}/contents`;
  return {
    id,
    name: record.name,
    type: 'Microsoft.Logic/workflows/runs/actions',
    properties: {
      startTime,
      ...(endTime !== undefined && { endTime }),
      status,
      ...(code !== undefined && { code }),
      ...(error && { error }),
      correlation: { actionTrackingId: trackingId, clientTrackingId: run.name },
      ...(trackedProperties !== undefined && { trackedProperties }),
      ...links({ ...record, url }),
    },
  };
}

/** The same of one turn of the loops around an action. */
export function repetitionView(record: ActionRecord, run: RunRecord, place: Place) {
  const view = actionView(record, run, place);
  const name = record.turns.replaceAll('/', '-').replaceAll(':', '-');
  return {
    ...view,
    id: `${view.id}/repetitions/${name}`,
    name,
    type: 'Microsoft.Logic/workflows/runs/actions/repetitions',
    properties: { ...view.properties, repetitionIndexes: indexesOf(record.turns) },
  };
}

const indexesOf = (turns: string) =>
  turns.split('/').map((part) => {
    const at = part.lastIndexOf(':');
    return { scopeName: part.slice(0, at), itemIndex: Number(part.slice(at + 1)) };
  });

interface Linked {
  readonly url: string;
  readonly turns?: string;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
  readonly secured: { readonly inputs: boolean; readonly outputs: boolean };
}

function links({ url, turns = '', inputs, outputs, secured }: Linked) {
  const link = (kind: 'inputs' | 'outputs', value: unknown) => {
    const isSecured = secured[kind];
    if (value === undefined && !isSecured) return {};
    const query = turns === '' ? '' : `?turns=${encodeURIComponent(turns)}`;
    return {
      [`${kind}Link`]: isSecured
        ? { secureData: { properties: [kind] } }
        : { uri: `${url}/${kind}${query}`, contentSize: JSON.stringify(value).length },
    };
  };
  return { ...link('inputs', inputs), ...link('outputs', outputs) };
}
