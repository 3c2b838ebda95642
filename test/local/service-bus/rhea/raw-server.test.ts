import { once } from 'node:events';
import type net from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import rhea, { type Container, type EventContext, type Sender } from 'rhea';
import { afterDispositions } from '../../../../local/service-bus/rhea/after-dispositions.ts';
import { holdAttach } from '../../../../local/service-bus/rhea/hold-attach.ts';
import { linkInternals, sessionInternals } from '../../../../local/service-bus/rhea/internals.ts';
import { AmqpClient, next, opened } from '../support/amqp-client.ts';

let container: Container;
let server: net.Server;
let client: AmqpClient;
beforeEach(async () => {
  container = rhea.create_container();
  container.on('disconnected', () => undefined);
  server = container.listen({
    host: '127.0.0.1',
    port: 0,
    receiver_options: { autoaccept: false },
  });
  await once(server, 'listening');
  const address = server.address();
  client = await AmqpClient.connect(typeof address === 'object' && address ? address.port : 0);
});
afterEach(async () => {
  await client.close();
  server.close();
});

describe('trap 5, an attach is answered before it is looked at', () => {
  test('one that is held is answered when we say so', async () => {
    const held = new Promise<() => void>((resolve) => {
      container.on('sender_open', ({ sender }: EventContext) => {
        if (sender) resolve(holdAttach(linkInternals(sender)));
      });
    });
    const session = await client.session();
    const receiver = session.open_receiver('node');
    let isOpen = false;
    receiver.on('receiver_open', () => (isOpen = true));
    const answer = await held;
    // Another link of the same session is answered meanwhile.
    await opened(session.open_sender('other'));
    expect(isOpen).toBe(false);
    const open = once(receiver, 'receiver_open');
    answer();
    await open;
    expect(isOpen).toBe(true);
  });
});

describe('trap 7, a reply overtakes the acceptance of its request', () => {
  test('a request is accepted before it is answered', async () => {
    let replies: Sender | undefined;
    container.on('sender_open', ({ sender }: EventContext) => (replies = sender));
    container.on('message', ({ delivery }: EventContext) => {
      delivery?.accept();
      afterDispositions(() => replies?.send({ body: 'reply' }));
    });
    const session = await client.session();
    const receiver = await opened(session.open_receiver('node'));
    const sender = await opened(session.open_sender('node'));
    const internals = sessionInternals(session);
    const seen: string[] = [];
    for (const name of ['on_transfer', 'on_disposition'] as const) {
      const original: unknown = Reflect.get(internals, name);
      Reflect.set(internals, name, (frame: unknown) => {
        seen.push(name);
        if (typeof original === 'function') Reflect.apply(original, internals, [frame]);
      });
    }
    const reply = next(receiver, 'message');
    sender.send({ body: 'request' });
    await reply;
    expect(seen).toEqual(['on_disposition', 'on_transfer']);
  });
});
