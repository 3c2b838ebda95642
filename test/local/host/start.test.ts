import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { killChildren, spawnNode } from './support/child.ts';
import { eventually } from './support/eventually.ts';
import { makeApp } from './support/host-process.ts';
import { trust } from './support/trust.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder('start');
});

afterEach(async () => {
  await killChildren();
  await rm(folder, { recursive: true });
});

describe('the start fails with one line', () => {
  test('that names every trigger and binding the host does not have', async () => {
    const app = await makeApp(
      folder,
      `const { output } = require('@azure/functions');
       app.storageBlob('onBlob', { path: 'in/{name}', connection: '', handler: async () => {} });
       app.http('ok', { extraOutputs: [output.storageQueue({ queueName: 'q', connection: '' })], handler: async () => ({}) });`,
    );
    const { code, output } = await app.fail();
    expect(code).toBe(1);
    expect(output).toMatch(
      /^host: the local host does not emulate .*function onBlob has a trigger of type blobTrigger; function ok has a binding of type queue \(out\)/m,
    );
  });

  test('that names the wrong setting of host.json', async () => {
    const app = await makeApp(folder, '', { extensions: { queues: { batchSize: 'many' } } });
    const { code, output } = await app.fail();
    expect(code).toBe(1);
    expect(output).toMatch(/^host: host.json is wrong: extensions.queues.batchSize: /m);
  });

  test('that names the function whose route can not be read', async () => {
    const app = await makeApp(
      folder,
      `app.http('lost', { route: 'a/{id:colour}', handler: async () => ({}) });`,
    );
    const { output } = await app.fail();
    expect(output).toMatch(/^host: function lost: .*no route constraint "colour"/m);
  });

  test('that says how to call it when an argument is wrong', async () => {
    const child = spawnNode(['local/host/main.ts', '--port', 'x', '--cert', 'only.pem']);
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(
      /^host: --app is missing.*; --port is not a port; --cert and --key go together\. Usage: /,
    );
  });

  test('when its port is taken', async () => {
    const app = await makeApp(folder, `app.http('any', { handler: async () => ({}) });`);
    const { child, functions } = await app.start();
    const second = spawnNode([
      ...['local/host/main.ts', '--app', app.folder, '--http'],
      ...['--port', new URL(functions).port, '--data', path.join(folder, 'second')],
    ]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/^host: port \d+ is already in use/);
    await child.kill('SIGTERM');
  });
});

describe('the process', () => {
  test('answers on plain HTTP when it is told to', async () => {
    const app = await makeApp(
      folder,
      `app.http('hello', { authLevel: 'anonymous', handler: async () => ({ body: process.env.WEBSITE_HOSTNAME }) });`,
    );
    const data = path.join(folder, 'plain');
    const child = spawnNode(
      ['local/host/main.ts', '--app', app.folder, '--port', '0', '--data', data, '--http'],
      {},
    );
    const [, url = ''] = await child.printed(/"functions":"(http:[^"]+)"/);
    expect(await (await fetch(`${url}/api/hello`)).text()).toBe(new URL(url).host);
    expect(((await stat(path.join(data, 'keys.json'))).mode & 0o777).toString(8)).toBe('600');
    await child.kill('SIGTERM');
  });

  test('runs the hooks of the app when it stops, after what was running', async () => {
    const app = await makeApp(
      folder,
      `app.hook.appTerminate(async () => note('terminated'));
       app.timer('tick', { schedule: '0 0 0 1 1 *', handler: async (timer) => {
         note('began');
         await new Promise((resolve) => setTimeout(resolve, 300));
         note(timer.isPastDue);
       } });`,
    );
    trust(app.certificates);
    const host = await app.start();
    const response = await fetch(`${host.functions}/admin/functions/TICK`, {
      method: 'POST',
      headers: { 'x-functions-key': host.masterKey },
      body: '{}',
    });
    expect(response.status).toBe(202);
    await eventually(async () => ((await app.notes()).length > 0 ? true : undefined));
    await host.child.kill('SIGTERM');
    expect(await app.notes()).toEqual(['began', false, 'terminated']);
    expect(await host.child.ended).toBe(0);
  });
});
