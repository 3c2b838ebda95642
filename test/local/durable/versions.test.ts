import { beforeAll, expect, test } from '@jest/globals';
import { compareVersions } from '../../../local/durable/engine/versions.ts';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { startHost, workerFor } from './support/test-host.ts';

let worker: FunctionWorker;
beforeAll(async () => {
  worker = await workerFor((df) => {
    df.app.orchestration('version', function* (context) {
      yield context.df.createTimer(context.df.currentUtcDateTime);
      return context.df.version ?? 'none';
    });
    df.app.orchestration('parent', function* (context) {
      const plain: unknown = yield context.df.callSubOrchestrator('version');
      const given: unknown = yield context.df.callSubOrchestrator(
        'version',
        undefined,
        undefined,
        context.df.version,
      );
      return [context.df.version, plain, given];
    });
  });
});

test.each<[string | null, string | null, number]>([
  ['1.0.0', '1.0.0', 0],
  ['1.10.0', '1.9.9', 1],
  ['1.0', '1.0.0', -1],
  ['', '0.1', -1],
  [null, '', 0],
  ['beta', 'Alpha', 1],
])('of the versions %s and %s the order is %d', (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
  expect(Math.sign(compareVersions(b, a))).toBe(expected === 0 ? 0 : -expected);
});

test('starts and children without a version get that of host.json', async () => {
  await using host = await startHost(worker, { versions: { defaultVersion: '2.0.0' } });
  expect(await host.client.run('parent')).toMatchObject({ output: ['2.0.0', '2.0.0', '2.0.0'] });
});

test('an older start runs, and hands its version to a child only when the code does', async () => {
  await using host = await startHost(worker, { versions: { defaultVersion: '2.0.0' } });
  await host.client.call('POST', 'orchestrators/parent/old?version=1.5.0');
  expect(await host.client.end('old')).toMatchObject({ output: ['1.5.0', '2.0.0', '1.5.0'] });
});

test('a newer start stays Pending, and the log says why', async () => {
  await using host = await startHost(worker, { versions: { defaultVersion: '2.0.0' } });
  await host.client.call('POST', 'orchestrators/version/new?version=2.0.1');
  await host.clock.advance(60_000);
  expect(await host.client.status('new')).toMatchObject({ runtimeStatus: 'Pending' });
  expect(host.log).toEqual([expect.stringMatching(/2\.0\.1 is not for this app/)]);
});

test('with the strategy Fail a newer start fails', async () => {
  await using host = await startHost(worker, {
    versions: { defaultVersion: '2.0.0', versionFailureStrategy: 'Fail' },
  });
  await host.client.call('POST', 'orchestrators/version/new?version=2.0.1');
  expect(await host.client.end('new')).toMatchObject({
    runtimeStatus: 'Failed',
    output: expect.stringMatching(/^VersionMismatch: /),
  });
});
