import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AmqpClient, ask, opened, parseConnectionString } from './support/amqp-client.ts';
import { Broker } from './support/broker.ts';

let broker: Broker;
beforeAll(async () => {
  const queues = {
    jobs: {},
    sessions: { RequiresSession: true },
    unique: { RequiresDuplicateDetection: true },
    forwards: { ForwardTo: 'jobs' },
  };
  broker = await Broker.start(queues, ['news']);
});
afterAll(() => broker.stop());

describe('what is not emulated is refused by its name', () => {
  test.each([
    ['news', /topics \('news'\)/],
    ['sessions', /RequiresSession \(sessions\) of queue 'sessions'/],
    ['unique', /duplicate detection/],
    ['forwards', /auto-forwarding/],
  ])('sending to %s', async (name, what) => {
    const sending = broker.client.createSender(name).sendMessages({ body: 'x' });
    await expect(sending).rejects.toThrow(what);
  });

  test('a subscription', async () => {
    const receiver = broker.client.createReceiver('news', 'all');
    await expect(receiver.receiveMessages(1)).rejects.toThrow(/topics and subscriptions/);
  });

  test('a session', async () => {
    // When the session is named, the SDK does not look at why it is refused.
    await expect(broker.client.acceptSession('jobs', 'one')).rejects.toThrow(/session 'one'/);
    await expect(broker.client.acceptNextSession('jobs')).rejects.toThrow(/sessions \('jobs'\)/);
  });

  test.each([
    ['com.microsoft:enumerate-rules', /rules of subscriptions/],
    ['com.microsoft:get-message-sessions', /sessions/],
    ['com.microsoft:batch-delete-messages', /deleting in batches/],
    ['com.microsoft:whatever', /'com\.microsoft:whatever'/],
  ])('the operation %s', async (operation, what) => {
    const client = await AmqpClient.ofNamespace(parseConnectionString(broker.connectionString));
    const { application_properties } = await ask(await client.session(), 'jobs/$management', {
      application_properties: { operation },
    });
    expect(application_properties).toMatchObject({
      statusCode: 501,
      statusDescription: expect.stringMatching(what),
      errorCondition: 'amqp:not-implemented',
    });
    await client.close();
  });

  test('a selector', async () => {
    const client = await AmqpClient.ofNamespace(parseConnectionString(broker.connectionString));
    const session = await client.session();
    const source = { address: 'jobs', filter: { 'jms-selector': 'a = 1' } };
    await expect(opened(session.open_receiver({ source }))).rejects.toThrow(
      /^amqp:not-implemented: .*filters of links \(jms-selector\)/,
    );
    await client.close();
  });

  test('the administration API', async () => {
    const response = await fetch(`${broker.adminUrl}/jobs?api-version=2021-05`);
    expect(response.status).toBe(501);
    expect(await response.text()).toMatch(/administration API/);
  });
});

describe('an entity that is not declared', () => {
  test('is not found, in the words by which clients know that', async () => {
    const sending = broker.client.createSender('nowhere').sendMessages({ body: 'x' });
    await expect(sending).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
      message: expect.stringContaining("The messaging entity 'nowhere' could not be found"),
    });
    const receiving = broker.client.createReceiver('nowhere').receiveMessages(1);
    await expect(receiving).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  });
});
