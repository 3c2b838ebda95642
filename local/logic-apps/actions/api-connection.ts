import { z } from 'zod';
import { securedOf } from '../definition/common.ts';
import { callOutside } from '../engine/call-outside.ts';
import { RetryPolicy } from '../engine/retry-policy.ts';
import { connectionOf, Host } from '../connectors/host.ts';
import { paramsOf } from '../connectors/match-path.ts';
import { ActionFailure } from './action-run.ts';
import { defineAction } from './define-action.ts';
import { outboundShape, texts, timeoutOf } from './outbound.ts';

const Inputs = z.strictObject({
  host: Host,
  method: z.string(),
  path: z.string(),
  queries: z.record(z.string(), z.unknown()).optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
  body: z.unknown().optional(),
  retryPolicy: RetryPolicy.optional(),
});

const Given = z.looseObject({
  path: z.string(),
  queries: z.unknown().optional(),
  headers: z.unknown().optional(),
  body: z.unknown().optional(),
});

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#apiconnection-action */
export const apiConnection = defineAction({
  type: 'ApiConnection',
  schema: z.strictObject({ inputs: Inputs, ...outboundShape }),
  compile: ({ inputs, limit, operationOptions, runtimeConfiguration }, compiler) => {
    const { retryPolicy, ...templates } = inputs;
    compiler.templates(templates, 'inputs');
    const connection = connectionOf(inputs.host);
    const operation = compiler.connectors.findOperation({
      connection,
      method: inputs.method,
      path: inputs.path,
      queries: Object.keys(inputs.queries ?? {}),
    });
    if ('problem' in operation) compiler.problem(operation.problem, 'inputs');
    return {
      secured: securedOf(runtimeConfiguration),
      timeoutMs: timeoutOf(limit),
      run: (run) => {
        const given = Given.parse(run.evaluate(templates));
        if ('problem' in operation) throw new Error(operation.problem);
        const { call } = operation;
        const params = paramsOf(operation.path, given.path);
        if (!params || !call) throw otherPath(operation.id, given);
        const { body } = given;
        const queries = texts(given.queries);
        const headers = texts(given.headers);
        return callOutside(run, {
          inputs: given,
          policy: retryPolicy,
          followsAccepted: operationOptions !== 'DisableAsyncPattern',
          send: (signal) => call({ params, queries, headers, body, signal }),
        });
      },
    };
  },
});

function otherPath(id: string, inputs: { readonly path: string }): ActionFailure {
  const message = `The path '${inputs.path}' is not one of the operation ${id}: encode its parts.`;
  return new ActionFailure({ code: 'NotFound', message }, { inputs });
}
