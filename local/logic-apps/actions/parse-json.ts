import { Ajv, type ErrorObject } from 'ajv';
import { z } from 'zod';
import { RuntimeConfiguration, securedOf } from '../definition/common.ts';
import { ActionFailure } from './action-run.ts';
import { defineAction } from './define-action.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#parse-json-action */
export const parseJson = defineAction({
  type: 'ParseJson',
  schema: z.strictObject({
    inputs: z.strictObject({
      content: z.unknown(),
      schema: z.record(z.string(), z.unknown()).default({}),
    }),
    runtimeConfiguration: RuntimeConfiguration.optional(),
  }),
  compile: ({ inputs: { content, schema }, runtimeConfiguration }, compiler) => {
    compiler.templates(content, 'inputs', 'content');
    const validate = compileSchema(schema);
    if (typeof validate === 'string') {
      compiler.problem(`is no JSON schema: ${validate}`, 'inputs', 'schema');
    }
    return {
      secured: securedOf(runtimeConfiguration),
      passesOn: true,
      run: (run) => {
        const given = run.evaluate(content);
        const inputs = { content: given, schema };
        const body = typeof given === 'string' ? parsed(given, inputs) : given;
        const errors = typeof validate === 'string' ? [] : validate(body);
        if (errors.length > 0) throw invalid(errors, inputs);
        return Promise.resolve({ status: 'Succeeded', inputs, outputs: { body } });
      },
    };
  },
});

type Validate = (value: unknown) => readonly ErrorObject[];

/** A text says why it can not be compiled. */
function compileSchema(schema: object): Validate | string {
  // Which draft it says it is makes no difference to what is used of schemas here.
  const plain = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
  try {
    const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(plain);
    return (value) => (validate(value) ? [] : (validate.errors ?? []));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parsed(text: string, inputs: unknown): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The 'content' property of actions of type 'ParseJson' must be valid JSON. The provided value cannot be parsed: '${why}'.`;
    throw new ActionFailure({ code: 'InvalidJSON', message }, { inputs });
  }
}

function invalid(errors: readonly ErrorObject[], inputs: unknown): ActionFailure {
  const body = errors.map(({ instancePath, keyword, schemaPath, message = '' }) => ({
    message,
    lineNumber: 0,
    linePosition: 0,
    path: instancePath.slice(1).replaceAll('/', '.'),
    schemaId: schemaPath,
    errorType: keyword,
    childErrors: [],
  }));
  const error = { code: 'ValidationFailed', message: 'The schema validation failed.' };
  return new ActionFailure(error, { inputs, outputs: { errors: body } });
}
