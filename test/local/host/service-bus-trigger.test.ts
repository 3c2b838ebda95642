import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServiceBusMessage } from '@azure/service-bus';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventually } from './support/eventually.ts';
import { type HostProcess, makeApp, type TestApp } from './support/host-process.ts';
import { type BrokerProcess, startBroker } from './support/service-bus.ts';
import { trust } from './support/trust.ts';

const handler = `
const { existsSync } = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
const take = async (message, context) => {
  const { triggerMetadata } = context;
  note({ message, triggerMetadata });
  if (message.fail) throw new Error('it can not be done');
  if (message.hang) while (!existsSync(__dirname + '/go-on')) await wait(20);
  if (message.hang) note('went on');
};
`;
const source = (options = '') => `${handler}
app.serviceBusQueue('take', {
  queueName: '%TAKEN_QUEUE%', connection: 'TestBus', ${options} handler: take,
});
`;
/** A queue for each test, so that none sees what another has left. */
const quick = { LockDuration: 'PT5S', MaxDeliveryCount: 2 };
const names = Array.from({ length: 16 }, (_, number) => `queue-${String(number)}`);

let root: string;
let broker: BrokerProcess;
beforeAll(async () => {
  root = await temporaryFolder('bus');
  broker = await startBroker(root, Object.fromEntries(names.map((name) => [name, quick])));
});
afterAll(async () => {
  await broker.stop();
  await rm(root, { recursive: true });
});

let folder: string;
let queue: string;
let app: TestApp;
let hosts: HostProcess[];
beforeEach(async () => {
  folder = await temporaryFolder('bus-app');
  queue = names.shift() ?? '';
  hosts = [];
  app = await makeApp(folder, source());
});
afterEach(async () => {
  for (const { child } of hosts) await child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function startHost(environment: Record<string, string> = {}): Promise<HostProcess> {
  const host = await app.start({
    TAKEN_QUEUE: queue,
    TestBus: broker.connectionString,
    ...environment,
  });
  hosts.push(host);
  return host;
}

async function send(...messages: ServiceBusMessage[]): Promise<void> {
  const sender = broker.client.createSender(queue);
  await sender.sendMessages(messages);
  await sender.close();
}

const peek = (subQueue?: 'deadLetter') => broker.peek(queue, subQueue);
const untilEmpty = () => eventually(async () => ((await peek()).length === 0 ? true : undefined));
const deadLettered = () => eventually(async () => (await peek('deadLetter'))[0]);
const notes = (atLeast: number) =>
  eventually(async () => {
    const seen = await app.notes();
    return seen.length >= atLeast ? seen : undefined;
  });
const goOn = () => writeFile(path.join(app.folder, 'go-on'), '');

describe('a message', () => {
  test('reaches the function parsed, with all of its metadata, and is completed', async () => {
    await startHost();
    await send({
      body: { n: 1 },
      messageId: 'id-1',
      correlationId: 'correlation-1',
      contentType: 'application/json',
      subject: 'greeting',
      to: 'somebody',
      replyTo: 'job-replies',
      replyToSessionId: 'session-1',
      applicationProperties: { text: 'a', number: 3, yes: true, at: new Date(0) },
    });
    const [seen] = await notes(1);
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?$/;
    const timeWithOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?\+00:00$/;
    const applicationProperties = {
      text: 'a',
      number: 3,
      yes: true,
      at: '1970-01-01T00:00:00.000Z',
    };
    expect(seen).toEqual({
      message: { n: 1 },
      triggerMetadata: {
        deliveryCount: 1,
        lockToken: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        expiresAtUtc: expect.stringMatching(time),
        expiresAt: expect.stringMatching(timeWithOffset),
        enqueuedTimeUtc: expect.stringMatching(time),
        enqueuedTime: expect.stringMatching(timeWithOffset),
        messageId: 'id-1',
        contentType: 'application/json',
        replyTo: 'job-replies',
        sequenceNumber: 1,
        to: 'somebody',
        subject: 'greeting',
        label: 'greeting',
        correlationId: 'correlation-1',
        applicationProperties,
        userProperties: applicationProperties,
        replyToSessionId: 'session-1',
      },
    });
    await untilEmpty();
    expect(await app.notes()).toHaveLength(1);
  });

  test.each([
    ['text that is no JSON', Buffer.from('plain text'), 'plain text'],
    ['bytes of JSON', Buffer.from('{"n":2}'), { n: 2 }],
    ['nothing', Buffer.alloc(0), ''],
  ])('of %s reaches the function so', async (_, body, seen) => {
    await startHost();
    await send({ body });
    expect(await notes(1)).toMatchObject([{ message: seen }]);
  });

  test('of an AMQP value reaches the function as text; one that is no text is dead-lettered', async () => {
    await startHost();
    const sender = broker.client.createSender(queue);
    await sender.sendMessages({ body: '{"n":3}', bodyType: 'value' });
    await sender.sendMessages({ body: 7, bodyType: 'value', properties: { messageId: 'seven' } });
    expect(await deadLettered()).toMatchObject({ messageId: 'seven' });
    expect(await app.notes()).toMatchObject([{ message: { n: 3 } }]);
  });

  test('that fails is delivered MaxDeliveryCount times and then dead-lettered as it was', async () => {
    await startHost();
    await send({ body: { fail: true }, messageId: 'bad' });
    expect(await deadLettered()).toMatchObject({
      body: { fail: true },
      messageId: 'bad',
      deadLetterReason: 'MaxDeliveryCountExceeded',
    });
    expect(await app.notes()).toMatchObject([
      { triggerMetadata: { deliveryCount: 1 } },
      { triggerMetadata: { deliveryCount: 2 } },
    ]);
  });

  test('comes again after kill -9 in the middle of its function, when its lock is over', async () => {
    const host = await startHost();
    await send({ body: { hang: true } });
    await notes(1);
    await host.child.kill('SIGKILL');
    await goOn();
    await startHost();
    expect(await notes(3)).toEqual([
      expect.objectContaining({ triggerMetadata: expect.objectContaining({ deliveryCount: 1 }) }),
      expect.objectContaining({ triggerMetadata: expect.objectContaining({ deliveryCount: 2 }) }),
      'went on',
    ]);
    await untilEmpty();
  });

  test('is completed by a host that is told to stop, which lets the function come to its end', async () => {
    const host = await startHost();
    await send({ body: { hang: true } });
    await notes(1);
    const ended = host.child.kill('SIGTERM');
    await goOn();
    await ended;
    expect(await app.notes()).toHaveLength(2);
    expect(await peek()).toEqual([]);
  });

  test('without autoCompleteMessages is delivered again', async () => {
    app = await makeApp(folder, source(), {
      extensions: { serviceBus: { autoCompleteMessages: false } },
    });
    await startHost();
    await send({ body: {} });
    expect(await notes(2)).toMatchObject([
      { triggerMetadata: { deliveryCount: 1 } },
      { triggerMetadata: { deliveryCount: 2 } },
    ]);
  });

  test('is bytes for a function that asks for binary', async () => {
    app = await makeApp(
      folder,
      `app.generic('take', {
        trigger: { type: 'serviceBusTrigger', name: 'message', queueName: '%TAKEN_QUEUE%', connection: 'TestBus', dataType: 'binary' },
        handler: async (message) => note(message.toString('hex')),
      });`,
    );
    await startHost();
    await send({ body: Buffer.from([0xff, 0]) });
    expect(await notes(1)).toEqual(['ff00']);
  });
});

test('no more functions run at a time than maxConcurrentCalls', async () => {
  app = await makeApp(folder, source(), { extensions: { serviceBus: { maxConcurrentCalls: 2 } } });
  await startHost();
  await send(...Array.from({ length: 5 }, () => ({ body: { hang: true } })));
  await notes(2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await app.notes()).toHaveLength(2);
  await goOn();
  await notes(10);
  await untilEmpty();
});

test('with cardinality many the function takes all that waits at once, and all of it comes again when it fails', async () => {
  app = await makeApp(
    folder,
    `let runs = 0;
  app.serviceBusQueue('take', {
    queueName: '%TAKEN_QUEUE%', connection: 'TestBus', cardinality: 'many',
    handler: async (messages, { triggerMetadata: { messageIdArray, deliveryCountArray } }) => {
      note({ messages, messageIdArray, deliveryCountArray });
      runs += 1;
      if (runs === 1) throw new Error('not yet');
    },
  });`,
  );
  await send({ body: { n: 1 }, messageId: 'a' }, { body: 'two', messageId: 'b' });
  await startHost();
  const batch = { messages: [{ n: 1 }, 'two'], messageIdArray: ['a', 'b'] };
  expect(await notes(2)).toEqual([
    { ...batch, deliveryCountArray: [1, 1] },
    { ...batch, deliveryCountArray: [2, 2] },
  ]);
  await untilEmpty();
});

test('the admin API runs the function with the input it is given', async () => {
  const { functions, masterKey } = await startHost();
  trust(app.certificates);
  await fetch(`${functions}/admin/functions/take`, {
    method: 'POST',
    headers: { 'x-functions-key': masterKey, 'content-type': 'application/json' },
    body: JSON.stringify({ input: '{"n":4}' }),
  });
  expect(await notes(1)).toMatchObject([{ message: { n: 4 } }]);
});

describe('the start stops with one line that names the function', () => {
  test.each([
    [
      'a topic',
      `app.serviceBusTopic('onTopic', { topicName: 't', subscriptionName: 's', connection: 'TestBus', handler() {} });`,
      /function onTopic: its serviceBusTrigger .* the topic t/,
    ],
    [
      'sessions',
      `app.serviceBusQueue('inTurn', { queueName: 'q', isSessionsEnabled: true, connection: 'TestBus', handler() {} });`,
      /function inTurn: its serviceBusTrigger .* sessions/,
    ],
    [
      'a connection that is not set',
      `app.serviceBusQueue('take', { queueName: 'q', connection: 'Other', handler() {} });`,
      /function take: .*Other is not set.*Other__fullyQualifiedNamespace/,
    ],
  ])('for %s', async (_, text, line) => {
    app = await makeApp(folder, text);
    const { code, output } = await app.fail({ TestBus: broker.connectionString });
    expect(code).toBe(1);
    expect(output).toMatch(line);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
});
