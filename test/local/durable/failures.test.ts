import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
let turns = 0;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.activity('fail', {
      handler: (message: string) => {
        throw new Error(message);
      },
    });
    df.app.activity('other', { handler: () => null });
    df.app.orchestration('callsFailing', function* (context) {
      yield context.df.callActivity('fail', 'no luck');
    });
    df.app.orchestration('catches', function* (context) {
      try {
        yield context.df.callActivity('fail', 'no luck');
      } catch (error) {
        return error instanceof Error ? error.message : 'no error';
      }
      return 'nothing was thrown';
    });
    df.app.orchestration('throws', function* () {
      throw new Error('on purpose');
    });
    df.app.orchestration('parentOfThrower', function* (context) {
      try {
        yield context.df.callSubOrchestrator('throws');
      } catch (error) {
        return error instanceof Error ? error.message : 'no error';
      }
      return 'nothing was thrown';
    });
    df.app.orchestration('changes', function* (context) {
      turns += 1;
      yield context.df.callActivity(turns === 1 ? 'fail' : 'other', 'x');
    });
    df.app.orchestration('talksMuch', function* (context) {
      context.df.setCustomStatus('x'.repeat(10_000));
      yield context.df.callActivity('other');
    });
    df.app.orchestration('signals', function* (context) {
      context.df.signalEntity(new df.EntityId('counter', 'one'), 'add', 1);
      yield context.df.callActivity('other');
    });
    df.app.orchestration('yieldsNumber', function* () {
      // A task is what has to be yielded; JavaScript cannot tell.
      yield JSON.parse('5');
    });
  });
});

test("an activity's failure has the words of Azure, with two blanks", async () => {
  await using host = await startHost(worker);
  const { output, runtimeStatus } = await host.client.run('callsFailing');
  expect(runtimeStatus).toBe('Failed');
  expect(output).toMatch(
    /^Orchestrator function 'callsFailing' failed: Activity function 'fail' failed: {2}no luck \n \{/,
  );
});

test('an orchestrator that catches it sees the reason and the details', async () => {
  await using host = await startHost(worker);
  const { output } = await host.client.run('catches');
  const [reason, details = ''] = String(output).split(' \n ');
  expect(reason).toBe("Activity function 'fail' failed:  no luck");
  expect(JSON.parse(details)).toMatchObject({
    ClassName: 'System.Exception',
    Message: ' no luck',
    InnerException: { RemoteMessage: 'no luck' },
  });
});

test('a parent sees the failure of its child', async () => {
  await using host = await startHost(worker);
  const { output } = await host.client.run('parentOfThrower');
  expect(output).toMatch(
    /^Orchestrator function 'throws' failed: on purpose \n Message: on purpose, StackTrace: /,
  );
});

test.each([
  [
    'changes',
    /^Non-Deterministic workflow detected: .* sequence number 0 named 'fail', but .* 'other'/,
  ],
  [
    'talksMuch',
    /failed: The UTF-16 size .* must not exceed 16 KB. The current payload size is 19 KB.$/,
  ],
  ['signals', /failed: The function 'counter' doesn't exist, is disabled, or is not an entity/],
  ['yieldsNumber', /failed: Durable Functions programming constraint violation/],
  ['isNotThere', /failed: The function 'isNotThere' doesn't exist, is disabled, or is not an orch/],
])('%s fails and says why', async (name, expected) => {
  await using host = await startHost(worker);
  await host.client.start(name);
  await host.client.settle();
  const response = await host.client.call('GET', `instances/${name}`);
  expect(await response.json()).toMatchObject({
    runtimeStatus: 'Failed',
    output: expect.stringMatching(expected),
  });
});

test('a failure is logged in one line', async () => {
  await using host = await startHost(worker);
  await host.client.run('callsFailing');
  expect(host.log).toEqual([expect.stringMatching(/^warning: .*callsFailing.* no luck ?$/)]);
});
