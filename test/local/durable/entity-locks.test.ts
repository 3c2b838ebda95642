import { beforeAll, expect, test } from '@jest/globals';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, type TestHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    const account = (key: string) => new df.EntityId('account', key);
    df.app.entity<number>('account', (context) => {
      const balance = context.df.getState(() => 0) ?? 0;
      if (context.df.operationName === 'get') context.df.return(balance);
      else context.df.setState(Number(context.df.getInput()));
    });
    // Between reading and writing, others have time to do the same.
    df.app.orchestration('move', function* (context) {
      const [from = '', to = ''] = String(context.df.getInput()).split('>');
      const [a, b] = [account(from), account(to)];
      const lock: unknown = yield context.df.lock(a, b);
      const left = Number(yield context.df.callEntity(a, 'get'));
      const right = Number(yield context.df.callEntity(b, 'get'));
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000));
      yield context.df.callEntity(a, 'set', left - 1);
      yield context.df.callEntity(b, 'set', right + 1);
      release(lock);
      return 'moved';
    });
    df.app.orchestration('forgets', function* (context) {
      yield context.df.lock(account('left'));
      return 'locked';
    });
    df.app.orchestration('breaks', function* (context) {
      yield context.df.lock(account('left'), account('right'));
      throw new Error('on purpose');
    });
    df.app.orchestration('holds', function* (context) {
      yield context.df.lock(account('left'));
      yield context.df.waitForExternalEvent('go');
    });
    df.app.orchestration('goesOnAnew', function* (context) {
      if (context.df.getInput() === 2) return 'done';
      yield context.df.lock(account('left'));
      context.df.continueAsNew(2);
      return 'continued';
    });
    df.app.orchestration('reads', function* (context) {
      const value: unknown = yield context.df.callEntity(account('left'), 'get');
      return value;
    });
  });
});

/** What a lock gives has no type that reaches the test. */
function release(lock: unknown): void {
  if (lock instanceof Object && 'release' in lock && typeof lock.release === 'function')
    Reflect.apply(lock.release, lock, []);
}

async function balanceOf(host: TestHost, key: string): Promise<unknown> {
  return await (await host.client.call('GET', `entities/account/${key}`)).json();
}

test('who has locked entities is alone with them; opposite orders do not wait for each other', async () => {
  await using host = await startHost(worker);
  const moves = ['left>right', 'right>left', 'left>right', 'left>third', 'third>right'];
  for (const [index, move] of moves.entries()) await host.client.start('move', move, `m${index}`);
  for (const index of moves.keys())
    expect((await host.client.end(`m${index}`)).output).toBe('moved');
  const balances = await Promise.all(['left', 'right', 'third'].map((key) => balanceOf(host, key)));
  expect(balances).toEqual([-2, 2, 0]);
});

test.each(['forgets', 'breaks', 'goesOnAnew'])(
  'the locks of an orchestrator that %s are released at its end',
  async (name) => {
    await using host = await startHost(worker);
    await host.client.run(name);
    expect((await host.client.run('reads')).output).toBe(0);
  },
);

test('what waits for a lock is in the state of the entity, and goes on after the lock', async () => {
  await using host = await startHost(worker);
  await host.client.start('holds');
  await host.client.settle();
  await host.client.start('reads');
  await host.client.settle();
  expect((await host.client.status('reads')).runtimeStatus).toBe('Running');
  expect((await host.client.status('@account@left')).customStatus).toEqual({
    queueSize: 1,
    lockedBy: 'holds',
  });
  await host.client.raise('holds', 'go', null);
  expect((await host.client.end('reads')).output).toBe(0);
});
