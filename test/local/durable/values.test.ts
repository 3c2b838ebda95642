import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('typeOf', {
      handler: (value: unknown) =>
        value === undefined ? 'undefined' : `${typeof value} ${JSON.stringify(value)}`,
    });
    df.app.activity('give', { handler: (which: string) => results[which] });
    df.app.orchestration('sendAll', function* (context) {
      const seen: unknown[] = [];
      for (const value of ['text', '5', '', 5, 1.5, true, false, null, undefined, [1], { a: 1 }])
        seen.push(yield context.df.callActivity('typeOf', value));
      return seen;
    });
    df.app.orchestration('getAll', function* (context) {
      const seen: unknown[] = [];
      for (const which of Object.keys(results))
        seen.push(yield context.df.callActivity('give', which));
      return seen;
    });
    df.app.orchestration('echoInput', function* (context) {
      yield context.df.callActivity('typeOf', 1);
      return { input: context.df.getInput() };
    });
    df.app.orchestration('child', function* (context) {
      yield context.df.callActivity('typeOf', 1);
      return context.df.getInput();
    });
    df.app.orchestration('parent', function* (context) {
      const result: unknown = yield context.df.callSubOrchestrator('child', context.df.getInput());
      return result;
    });
  });
});

const results: Record<string, unknown> = {
  false: false,
  zero: 0,
  empty: '',
  nothing: undefined,
  null: null,
  notANumber: NaN,
  jsonText: '[1,2]',
  object: { b: false, n: null, u: undefined },
};

test('an activity gets strings and JSON as they are, booleans as .NET words, and nothing for null', async () => {
  await using host = await startHost(worker);
  const { output } = await host.client.run('sendAll');
  expect(output).toEqual([
    'string "text"',
    'string "5"',
    'string ""',
    'number 5',
    'number 1.5',
    'string "True"',
    'string "False"',
    'undefined',
    'undefined',
    'object [1]',
    'object {"a":1}',
  ]);
});

test('falsy results survive, undefined becomes null, and NaN its name', async () => {
  await using host = await startHost(worker);
  const { output } = await host.client.run('getAll');
  expect(output).toEqual([false, 0, '', null, null, 'NaN', '[1,2]', { b: false, n: null }]);
});

test.each([['text'], [[1, '2']], [true], [{ deep: { er: 1 } }]])(
  'the input %j reaches an orchestrator, and its child, with its type',
  async (input) => {
    await using host = await startHost(worker);
    expect(await host.client.run('echoInput', input)).toMatchObject({ input, output: { input } });
    expect(await host.client.run('parent', input)).toMatchObject({ output: input });
  },
);

test('a start without a body gives the orchestrator null', async () => {
  await using host = await startHost(worker);
  expect(await host.client.run('echoInput')).toMatchObject({ output: { input: null } });
});
