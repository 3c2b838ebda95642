import { once } from 'node:events';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ServiceBusClient } from '@azure/service-bus';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Child, killChildren, spawnNode } from '../host/support/child.ts';
import { AmqpClient, parseConnectionString } from './support/amqp-client.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder('service-bus-process');
});
afterEach(async () => {
  await killChildren();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Child =>
  spawnNode(['local/service-bus/main.ts', '--data', path.join(folder, 'data'), ...args]);

async function ready(child: Child): Promise<Record<string, string>> {
  const [, json = ''] = await child.printed(/^READY (.*)$/m);
  const said: unknown = JSON.parse(json);
  return Object.fromEntries(Object.entries(said ?? {}));
}

describe('the process', () => {
  test('says how to connect, with a key that only its owner can read', async () => {
    const child = run('--ports', 'random');
    const said = await ready(child);
    expect(said).toEqual({
      serviceBusConnectionString: expect.stringMatching(
        /^Endpoint=sb:\/\/localhost:\d+;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=[^;]{44};UseDevelopmentEmulator=true;$/,
      ),
      serviceBusAdmin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    const file = path.join(folder, 'data', 'access-key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(said['serviceBusConnectionString']).toContain((await readFile(file, 'utf8')).trim());
    await child.kill('SIGTERM');
    expect(await child.ended).toBe(0);
  });

  test('goes on where it was killed, and a subscriber finds it again by itself', async () => {
    const first = run('--ports', 'random');
    const { serviceBusConnectionString = '' } = await ready(first);
    const { port } = parseConnectionString(serviceBusConnectionString);
    // By itself the SDK waits for half a minute when it is refused once.
    const retryOptions = { retryDelayInMs: 200 };
    const client = new ServiceBusClient(serviceBusConnectionString, { retryOptions });
    const handled = new EventTarget();
    client.createReceiver('jobs', { receiveMode: 'receiveAndDelete' }).subscribe({
      processMessage: ({ body }) => {
        handled.dispatchEvent(new Event(String(body)));
        return Promise.resolve();
      },
      processError: () => Promise.resolve(),
    });
    const [before, after] = ['before', 'after'].map((body) => once(handled, body));
    await client.createSender('jobs').sendMessages({ body: 'before' });
    await before;
    await first.kill('SIGKILL');
    await ready(run('--port', String(port)));
    await client.createSender('jobs').sendMessages({ body: 'after' });
    await expect(after).resolves.toHaveLength(1);
    await client.close();
  });

  test('moves its clock on demand', async () => {
    const { serviceBusConnectionString = '', serviceBusAdmin = '' } = await ready(
      run('--ports', 'random'),
    );
    const client = new ServiceBusClient(serviceBusConnectionString);
    const inTwoHours = new Date(Date.now() + 7_200_000);
    await client.createSender('jobs').scheduleMessages({ body: 'later' }, inTwoHours);
    const response = await fetch(`${serviceBusAdmin}/_emu/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: 7200 }),
    });
    expect(response.status).toBe(204);
    const receiver = client.createReceiver('jobs');
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 })).toHaveLength(1);
    await client.close();
  });

  test('does not mind who does not speak AMQP, or stops in the middle of it', async () => {
    const child = run('--ports', 'random');
    const { serviceBusConnectionString = '' } = await ready(child);
    const namespace = parseConnectionString(serviceBusConnectionString);
    for (const bytes of [
      'GET / HTTP/1.1\r\n\r\n',
      'AMQP\0\x01\0\0\0\0\0\x08\x02\0\0\0\xff\xff',
      'AM',
    ])
      await new Promise<void>((resolve) => {
        const socket = net.connect(namespace.port, '127.0.0.1', () => {
          socket.end(Buffer.from(bytes, 'latin1'));
        });
        socket.on('close', () => {
          resolve();
        });
        socket.resume();
      });
    const client = await AmqpClient.ofNamespace(namespace);
    await client.close();
    expect(child.process.exitCode).toBeNull();
  });
});

describe('a process that can not start says so in one line', () => {
  test.each([
    [['--ports', 'some'], /^service-bus: --ports: /m],
    [['--port', '99999', '--admin-port', 'x'], /^service-bus: --port: .*; --admin-port: /m],
    [['--colour', 'red'], /^service-bus: .*--colour/m],
    [
      ['--config', 'nowhere.json'],
      /^service-bus: the configuration can not be read from .*nowhere/m,
    ],
  ])('%s', async (args, line) => {
    const child = run(...args);
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(line);
  });

  test('when the configuration is wrong', async () => {
    const file = path.join(folder, 'Config.json');
    await writeFile(file, '{ "UserConfig": { "Namespaces": [] } }');
    const child = run('--ports', 'random', '--config', file);
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(
      /^service-bus: .*Config\.json is wrong: UserConfig\.Namespaces/m,
    );
  });

  test('when the port is taken', async () => {
    const { serviceBusConnectionString = '' } = await ready(run('--ports', 'random'));
    const { port } = parseConnectionString(serviceBusConnectionString);
    const other = path.join(folder, 'other');
    const child = run('--port', String(port), '--data', other);
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(/^service-bus: port \d+ is already in use on 127\.0\.0\.1$/m);
  });

  test('when another has the same data', async () => {
    await ready(run('--ports', 'random'));
    const child = run('--ports', 'random');
    expect(await child.ended).toBe(1);
    expect(child.output()).toMatch(
      /^service-bus: .* can not be opened: another process has it open$/m,
    );
  });
});
