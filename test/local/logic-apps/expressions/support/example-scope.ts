import type {
  ExpressionScope,
  OperationRecord,
} from '../../../../../local/logic-apps/expressions/index.ts';

const disposition = (name: string) => ({ 'Content-Disposition': `form-data; name="${name}"` });

const form = {
  $formdata: [
    { key: 'name', value: 'Ada' },
    { key: 'tag', value: 'a' },
    { key: 'tag', value: 'b' },
  ],
};

const multipart = [
  { headers: disposition('one'), body: 'first' },
  { headers: disposition('two'), body: 'second' },
];

const get: OperationRecord = {
  name: 'Get',
  status: 'Succeeded',
  inputs: { method: 'GET' },
  outputs: { statusCode: 200, headers: {}, body: { state: 'Running', exitCode: null } },
};

const records: ReadonlyMap<string, OperationRecord> = new Map([
  ['Get', get],
  ['Post_form', { name: 'Post_form', outputs: { body: form } }],
  ['Post_parts', { name: 'Post_parts', outputs: { body: { $multipart: multipart } } }],
  ['Compose', { name: 'Compose', outputs: 'only text' }],
]);

const optional = <T>(value: T | undefined) => (value === undefined ? undefined : { value });

/** What the examples of the functions see. `values` are parameters of the workflow. */
export function exampleScope(values: Readonly<Record<string, unknown>> = {}): ExpressionScope {
  return {
    now: () => new Date('2026-01-15T10:30:00Z'),
    newGuid: () => 'c2ecc88d-88c8-4096-912c-d6f2e2b138ce',
    random: () => 0.5,
    trigger: () => ({
      name: 'manual',
      outputs: { body: { city: 'Zürich', ...form, $multipart: multipart } },
    }),
    actions: (name) => records.get(name),
    action: () => ({ name: 'Delete', outputs: { statusCode: 202 } }),
    result: (name) => (name === 'Run_job' ? [get] : undefined),
    parameters: (name) => optional({ location: 'westeurope', ...values }[name]),
    variables: (name) => optional({ attempt: 3 }[name]),
    items: (name) => optional({ For_each: 'the current item' }[name]),
    item: () => ({ value: 'the current item' }),
    iterationIndexes: (name) => ({ Until: 2 })[name],
    workflow: () => ({ run: { name: '08586184336278477352290832571CU75' } }),
    listCallbackUrl: () => 'http://127.0.0.1:7090/callback',
  };
}
