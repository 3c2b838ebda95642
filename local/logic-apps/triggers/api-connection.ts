import { z } from 'zod';
import { texts } from '../actions/outbound.ts';
import type { PollOperation } from '../connectors/connector.ts';
import { connectionOf, Host } from '../connectors/host.ts';
import { paramsOf } from '../connectors/match-path.ts';
import { SecureData, securedOf } from '../definition/common.ts';
import { evaluateCondition, evaluateTemplate } from '../expressions/index.ts';
import { defineTrigger, type Trigger } from './define-trigger.ts';
import { everyMs, Recurrence } from './recurrence.ts';

const Inputs = z.strictObject({
  host: Host,
  method: z.string(),
  path: z.string(),
  queries: z.record(z.string(), z.unknown()).optional(),
});

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#concurrency-looping-and-debatching-limits */
const concurrency = z.strictObject({
  runs: z.int().min(1).max(100, 'must be at most 100'),
  maximumWaitingRuns: z.int().min(1).max(100, 'must be at most 100').optional(),
});

const Definition = z.strictObject({
  type: z.string(),
  recurrence: Recurrence,
  evaluatedRecurrence: z.unknown().optional(),
  splitOn: z.string().optional(),
  conditions: z.array(z.strictObject({ expression: z.unknown() })).default([]),
  operationOptions: z.literal('SingleInstance').optional(),
  runtimeConfiguration: z
    .strictObject({ concurrency: concurrency.optional(), secureData: SecureData.optional() })
    .optional(),
  description: z.string().optional(),
  metadata: z.unknown().optional(),
  inputs: Inputs,
});

const Given = z.looseObject({ path: z.string(), queries: z.unknown().optional() });
const Items = z.array(z.unknown(), 'splitOn must give an array');

/** Polls an operation of a connector. https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#apiconnection-trigger */
export const apiConnection = defineTrigger({
  type: 'ApiConnection',
  schema: Definition,
  compile: (definition, compiler) => {
    const { inputs, splitOn, conditions, runtimeConfiguration, recurrence } = definition;
    const { host, ...templates } = inputs;
    compiler.templates(templates, 'inputs');
    compiler.templates(splitOn, 'splitOn');
    compiler.templates(conditions, 'conditions');
    const operation = compiler.connectors.findTrigger({
      connection: connectionOf(host),
      method: inputs.method,
      path: inputs.path,
      queries: Object.keys(inputs.queries ?? {}),
    });
    if ('problem' in operation) compiler.problem(operation.problem, 'inputs');
    const runs = definition.operationOptions ? 1 : runtimeConfiguration?.concurrency?.runs;
    return {
      name: compiler.name,
      everyMs: everyMs(recurrence),
      secured: securedOf(runtimeConfiguration),
      mostRuns: runs,
      mostWaiting: runtimeConfiguration?.concurrency?.maximumWaitingRuns ?? 10 + (runs ?? 0),
      poll: (options) =>
        'problem' in operation
          ? Promise.reject(new Error(operation.problem))
          : poll({ definition, templates, operation }, options),
    };
  },
});

interface Polled {
  readonly definition: z.infer<typeof Definition>;
  readonly templates: unknown;
  readonly operation: PollOperation;
}

async function poll(
  { definition, templates, operation }: Polled,
  { scopeOf, state, room, signal }: Parameters<Trigger['poll']>[0],
): ReturnType<Trigger['poll']> {
  const given = Given.parse(evaluateTemplate(templates, scopeOf(undefined)));
  const params = paramsOf(operation.path, given.path);
  if (!params || !operation.poll) throw new Error(`'${given.path}' is no path of ${operation.id}`);
  const queries = texts(given.queries);
  const request = { params, queries, headers: {}, body: undefined, state, room, signal };
  const { reply, fired, ...rest } = await operation.poll(request);
  const bodies = fired ? bodiesOf(definition, reply, scopeOf) : [];
  return { inputs: given, reply, bodies, ...rest };
}

function bodiesOf(
  { splitOn, conditions }: z.infer<typeof Definition>,
  { statusCode, headers, body }: { statusCode: number; headers: unknown; body: unknown },
  scopeOf: (outputs: unknown) => ReturnType<Parameters<Trigger['poll']>[0]['scopeOf']>,
): readonly unknown[] {
  const outputs = { statusCode, headers, body };
  const items = splitOn ? Items.parse(evaluateTemplate(splitOn, scopeOf(outputs))) : [body];
  return items.filter((item) =>
    conditions.every(({ expression }) =>
      evaluateCondition(expression, scopeOf({ ...outputs, body: item })),
    ),
  );
}
