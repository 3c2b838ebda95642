import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import rhea, { type EventContext, type Session } from 'rhea';
import { field } from '../../../../local/service-bus/rhea/field.ts';
import { sessionInternals } from '../../../../local/service-bus/rhea/internals.ts';
import { sectionCodes, sectionsOf } from '../../../../local/service-bus/wire/sections.ts';
import { AmqpClient, next, opened, parseConnectionString } from '../support/amqp-client.ts';
import { Broker } from '../support/broker.ts';
import { bodiesOf, receiveNow } from '../support/receive.ts';
import { raw } from './raw-session.ts';

let broker: Broker;
let client: AmqpClient;
beforeEach(async () => {
  broker = await Broker.start();
  client = await AmqpClient.ofNamespace(parseConnectionString(broker.connectionString));
});
afterEach(async () => {
  await client.close();
  await broker.stop();
});

const byHand = { credit_window: 0, autoaccept: false, autosettle: false } as const;

async function send(session: Session, message: Buffer | object): Promise<void> {
  const sender = await opened(session.open_sender('jobs'));
  const encoded = Buffer.isBuffer(message) ? message : rhea.message.encode(message);
  sender.send(encoded, undefined, 0);
  await once(sender, 'accepted');
  sender.close();
}

describe('trap 1, messages are decoded and their types lost', () => {
  test('a message comes byte for byte as it was sent', async () => {
    const { types } = rhea;
    const ulong: unknown = types.wrap_ulong(Buffer.from('ffffffffffffffff', 'hex'));
    const encoded = rhea.message.encode({
      message_id: types.wrap_uuid(Buffer.alloc(16, 7)),
      application_properties: {
        double: types.wrap_double(3),
        long: types.wrap_long(Buffer.from('7fffffffffffffff', 'hex')),
        ulong,
        float: types.wrap_float(0.5),
        int: types.wrap_int(5),
        char: types.wrap_char(0x1f600),
        uuid: types.wrap_uuid(Buffer.alloc(16, 1)),
        symbol: types.wrap_symbol('s'),
      },
      body: types.wrap_map({ list: [1, types.wrap_byte(2)] }),
    });
    const session = raw(await client.session());
    await send(session, encoded);
    const receiver = session.open_receiver({ source: 'jobs', ...byHand, credit_window: 1 });
    const { message } = await next(receiver, 'message');
    const received: unknown = message;
    if (!Buffer.isBuffer(received)) throw new Error('it was decoded');
    const contentOf = (bytes: Buffer): string[] =>
      sectionsOf(bytes)
        .filter(({ code }) => code >= sectionCodes.properties)
        .map((section) => section.bytes.toString('hex'));
    expect(contentOf(received)).toEqual(contentOf(encoded));
  });
});

describe('trap 2, credit falls a tick late', () => {
  test('a receiver gets no more than it has asked for, however much comes at once', async () => {
    const session = await client.session();
    const receiver = await opened(session.open_receiver({ source: 'jobs', ...byHand }));
    let received = 0;
    receiver.on('message', () => (received += 1));
    receiver.add_credit(3);
    const sender = broker.client.createSender('jobs');
    await Promise.all([...Array(20).keys()].map((body) => sender.sendMessages({ body })));
    expect(received).toBe(3);
    const rest = await receiveNow(broker.client.createReceiver('jobs'), 20);
    expect(rest).toHaveLength(17);
  });
});

describe('trap 3, a drain without credit is not answered', () => {
  test('it is answered, when the credit is used up and when none was given', async () => {
    const session = await client.session();
    await send(session, { body: 'x' });
    const receiver = await opened(session.open_receiver({ source: 'jobs', ...byHand }));
    receiver.add_credit(1);
    await once(receiver, 'message');
    for (let time = 0; time < 2; time += 1) {
      const drained = once(receiver, 'receiver_drained');
      receiver.drain_credit();
      await drained;
      receiver.drain = false;
    }
    receiver.add_credit(5);
    const drained = once(receiver, 'receiver_drained');
    receiver.drain_credit();
    await drained;
    expect(receiver).toMatchObject({ credit: 0 });
  });
});

describe('trap 4, settled deliveries keep their places', () => {
  test('one receiver settles more messages than its session has places', async () => {
    const count = 3000;
    const sender = broker.client.createSender('jobs');
    for (let sent = 0; sent < count; sent += 500)
      await sender.sendMessages([...Array(500).keys()].map((body) => ({ body })));
    const receiver = broker.client.createReceiver('jobs');
    let completed = 0;
    for (;;) {
      const messages = await receiver.receiveMessages(500, { maxWaitTimeInMs: 1000 });
      if (messages.length === 0) break;
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
      completed += messages.length;
    }
    expect(completed).toBe(count);
  });
});

describe('trap 5, an attach is answered before it is looked at', () => {
  test('a link that is refused has no target, gets no credit and is told why', async () => {
    const sender = (await client.session()).open_sender('nowhere');
    const told = once(sender, 'sender_error');
    let isSendable = false;
    sender.on('sendable', () => (isSendable = true));
    const { sender: refused } = await next(sender, 'sender_open');
    expect(refused?.target).toMatchObject({ value: null });
    await told;
    expect(sender.error).toMatchObject({ condition: 'amqp:not-found' });
    expect(isSendable).toBe(false);
  });
});

describe('trap 6, a close overtakes what came before it', () => {
  test.each(['receiver', 'session'] as const)(
    'a message that is accepted in the same breath as its %s is closed, is gone',
    async (what) => {
      const session = await client.session();
      await send(session, { body: 'x' });
      const receiver = session.open_receiver({ source: 'jobs', ...byHand, credit_window: 1 });
      const { delivery } = await next(receiver, 'message');
      const closed = once(session.connection, `${what}_close`);
      delivery?.update(true, rhea.types.wrap_described([], 0x24));
      if (what === 'receiver') receiver.close();
      else session.close();
      await closed;
      expect(await broker.client.createReceiver('jobs').peekMessages(1)).toEqual([]);
    },
  );

  test('a message that is completed in the same breath as its link is closed, is answered', async () => {
    const session = await client.session();
    await send(session, { body: 'x' });
    const mode = { rcv_settle_mode: 1 } as const;
    const options = { source: 'jobs', ...byHand, ...mode, credit_window: 1 };
    const receiver = session.open_receiver(options);
    const { delivery } = await next(receiver, 'message');
    const seen: string[] = [];
    for (const event of ['settled', 'receiver_close'])
      receiver.once(event, () => {
        seen.push(event);
      });
    const closed = once(receiver, 'receiver_close');
    delivery?.update(false, rhea.types.wrap_described([], 0x24));
    receiver.close();
    await closed;
    expect(seen).toEqual(['settled', 'receiver_close']);
  });

  test('a message can be asked for in the same breath in which it is deferred', async () => {
    const session = await client.session();
    await send(session, { body: 'x' });
    const replies = await opened(
      session.open_receiver({ source: 'jobs/$management', target: 'replies' }),
    );
    const requests = await opened(session.open_sender('jobs/$management'));
    const receiver = session.open_receiver({ source: 'jobs', ...byHand, credit_window: 1 });
    const { delivery } = await next(receiver, 'message');
    delivery?.update(true, rhea.types.wrap_described([true, true], 0x27));
    sessionInternals(session).incoming.process(session);
    const reply = next(replies, 'message');
    requests.send({
      message_id: 'request',
      reply_to: 'replies',
      application_properties: { operation: 'com.microsoft:receive-by-sequence-number' },
      body: {
        'sequence-numbers': rhea.types.wrap_array([1], 0x81, undefined),
        'receiver-settle-mode': rhea.types.wrap_uint(1),
      },
    });
    expect((await reply).message?.application_properties).toMatchObject({ statusCode: 200 });
  });

  test('a message that is sent in the same breath as its link is closed, is accepted', async () => {
    const sender = await opened((await client.session()).open_sender('jobs'));
    const closed = once(sender, 'sender_close');
    const accepted = once(sender, 'accepted');
    sender.send({ body: 'x' });
    sender.close();
    await Promise.all([accepted, closed]);
    expect(await broker.client.createReceiver('jobs').peekMessages(1)).toHaveLength(1);
  });
});

describe('trap 8, links are known by their names alone', () => {
  test('a sender and a receiver may have the same name', async () => {
    const session = await client.session();
    const sender = await opened(session.open_sender({ name: 'same', target: 'jobs' }));
    const receiver = await opened(
      session.open_receiver({ name: 'same', source: 'jobs', ...byHand, credit_window: 1 }),
    );
    const message = once(receiver, 'message');
    sender.send({ body: 'x' });
    await message;
    expect(client.connection.is_open()).toBe(true);
  });

  test('a link that is attached again takes the place of the older one', async () => {
    const session = await client.session();
    const options = { name: 'again', source: 'jobs', ...byHand, credit_window: 1 };
    const older = await opened(session.open_receiver(options));
    const stolen = once(older, 'receiver_error');
    const newer = await opened(session.open_receiver(options));
    await stolen;
    expect(older.error).toMatchObject({ condition: 'amqp:link:stolen' });
    const message = once(newer, 'message');
    await broker.client.createSender('jobs').sendMessages({ body: 'x' });
    await message;
    expect(client.connection.is_open()).toBe(true);
  });
});

describe('trap 9, two outcomes in one tick become one', () => {
  test('each of two messages that are refused at once is told its own reason', async () => {
    const sender = await opened((await client.session()).open_sender('jobs'));
    const conditions: unknown[] = [];
    const both = new Promise((resolve) => {
      sender.on('rejected', ({ delivery }: EventContext) => {
        conditions.push([delivery?.id, field(field(delivery?.remote_state, 'error'), 'condition')]);
        if (conditions.length === 2) resolve(undefined);
      });
    });
    sender.send(Buffer.from([0x99]), undefined, 0);
    sender.send(rhea.message.encode({ body: 'x' }), undefined, 0x1234);
    await both;
    expect(conditions).toEqual([
      [0, 'amqp:decode-error'],
      [1, 'amqp:not-implemented'],
    ]);
  });

  test.each([
    ['a bad message before a good one', ['bad', 'good']],
    ['a good message before a bad one', ['good', 'bad']],
  ])('%s: each is told its own outcome', async (_, kinds) => {
    const sender = await opened((await client.session()).open_sender('jobs'));
    const outcomes: unknown[] = [];
    for (const outcome of ['accepted', 'rejected'])
      sender.on(outcome, ({ delivery }: EventContext) => {
        outcomes.push([delivery?.id, outcome]);
      });
    const settled = new Promise((resolve) => {
      sender.on('settled', () => {
        if (outcomes.length === 2) resolve(undefined);
      });
    });
    const good = rhea.message.encode({ body: 'good' });
    for (const kind of kinds)
      sender.send(kind === 'good' ? good : Buffer.from([0x99]), undefined, 0);
    await settled;
    const expected = kinds.map((kind, id) => [id, kind === 'good' ? 'accepted' : 'rejected']);
    expect(outcomes.sort()).toEqual(expected);
    const peeked = await broker.client.createReceiver('jobs').peekMessages(5);
    expect(bodiesOf(peeked)).toEqual(['good']);
  });
});

describe('trap 10, transfers are written before attaches', () => {
  test('a link is open before its first delivery, though its credit came with the attach', async () => {
    await broker.client.createSender('jobs').sendMessages({ body: 'waits' });
    const session = await client.session();
    const events: string[] = [];
    const receiver = session.open_receiver({ source: 'jobs', ...byHand });
    receiver.on('receiver_open', () => events.push('open'));
    receiver.on('message', () => events.push('message'));
    // In the same breath as the attach.
    receiver.add_credit(1);
    await once(receiver, 'message');
    expect(events).toEqual(['open', 'message']);
  });
});
