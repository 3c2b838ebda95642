import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ServiceBusClient } from '@azure/service-bus';
import { AmqpClient, ask, opened, parseConnectionString, sasToken } from './support/amqp-client.ts';
import { Broker } from './support/broker.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await Broker.start({ jobs: {}, other: {} });
});
afterAll(() => broker.stop());

describe('a connection string', () => {
  async function sendWith(connectionString: string): Promise<void> {
    const client = new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0 } });
    try {
      await client.createSender('jobs').sendMessages({ body: 'x' });
    } finally {
      await client.close();
    }
  }

  test('with another key is refused, and says where the right one is', async () => {
    const wrong = broker.connectionString.replace(
      /SharedAccessKey=[^;]*/,
      `SharedAccessKey=${Buffer.alloc(32).toString('base64')}`,
    );
    await expect(sendWith(wrong)).rejects.toMatchObject({
      code: 'UnauthorizedAccess',
      message: expect.stringContaining('connection string that READY shows'),
    });
  });

  test('with another policy is refused by its name', async () => {
    const wrong = broker.connectionString.replace('RootManageSharedAccessKey', 'Nobody');
    await expect(sendWith(wrong)).rejects.toThrow(/no shared access policy 'Nobody'/);
  });

  test('stays valid when the service is started again on the same data', async () => {
    const [key = 'none'] = /SharedAccessKey=[^;]*/.exec(broker.connectionString) ?? [];
    await broker.restart();
    expect(broker.connectionString).toContain(key);
    await sendWith(broker.connectionString);
  });
});

describe('a token', () => {
  let client: AmqpClient;
  beforeEach(async () => {
    client = await AmqpClient.connect(parseConnectionString(broker.connectionString).port);
  });
  afterEach(() => client.close());

  async function put(token: string, name: string, type = 'servicebus.windows.net:sastoken') {
    const { application_properties } = await ask(await client.session(), '$cbs', {
      application_properties: { operation: 'put-token', type, name },
      body: token,
    });
    return application_properties ?? {};
  }
  async function attach(queue: string): Promise<void> {
    const session = await client.session();
    await opened(session.open_sender(queue));
  }
  const jwt = (claims: object): string =>
    ['{}', JSON.stringify(claims), 'signature']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  const soon = (): number => Math.floor(Date.now() / 1000) + 600;

  test('has to be put before a link is attached', async () => {
    await expect(attach('jobs')).rejects.toThrow(/^amqp:unauthorized-access: .*'jobs'/);
  });

  test('opens the queue that it is for, and no other', async () => {
    const audience = 'sb://localhost/jobs';
    const reply = await put(
      sasToken({ ...parseConnectionString(broker.connectionString), audience }),
      audience,
    );
    expect(reply).toEqual({ 'status-code': 202, 'status-description': 'Accepted' });
    await attach('JOBS');
    await expect(attach('other')).rejects.toThrow(/^amqp:unauthorized-access/);
  });

  test('that is for another resource than it is put for is refused', async () => {
    const token = sasToken({
      ...parseConnectionString(broker.connectionString),
      audience: 'sb://localhost/jobs',
    });
    expect(await put(token, 'sb://localhost/other')).toMatchObject({ 'status-code': 401 });
  });

  test('that is over is refused', async () => {
    const audience = 'sb://localhost/jobs';
    const token = sasToken({
      ...parseConnectionString(broker.connectionString),
      audience,
      expiresAt: new Date(Date.now() - 1000),
    });
    expect(await put(token, audience)).toMatchObject({
      'status-code': 401,
      'status-description': 'InvalidSignature: The token has expired.',
    });
  });

  test('that is none is refused', async () => {
    expect(await put('garbage', 'sb://localhost/jobs')).toMatchObject({ 'status-code': 401 });
    expect(await put('x', 'sb://localhost/jobs', 'kerberos')).toMatchObject({
      'status-code': 501,
    });
  });

  test('of the identity is taken when it is for Service Bus and not over', async () => {
    const good = jwt({ aud: 'https://servicebus.azure.net', exp: soon() });
    expect(await put(good, 'sb://localhost/jobs', 'jwt')).toMatchObject({ 'status-code': 202 });
    await attach('jobs');
    for (const claims of [
      { aud: 'https://vault.azure.net', exp: soon() },
      { aud: 'https://servicebus.azure.net', exp: 1 },
      { exp: soon() },
    ])
      expect(await put(jwt(claims), 'sb://localhost/other', 'jwt')).toMatchObject({
        'status-code': 401,
      });
  });
});

describe('SASL PLAIN', () => {
  test('with the name of the policy and its key needs no token', async () => {
    const client = await AmqpClient.ofNamespace(parseConnectionString(broker.connectionString));
    const session = await client.session();
    await expect(opened(session.open_sender('jobs'))).resolves.toBeDefined();
    await client.close();
  });

  test('with another key is refused', async () => {
    const { port, keyName } = parseConnectionString(broker.connectionString);
    const login = { username: keyName, password: 'wrong' };
    await expect(AmqpClient.connect(port, login)).rejects.toThrow();
  });
});
