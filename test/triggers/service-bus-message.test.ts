import { describe, expect, test } from '@jest/globals';
import { serviceBusMessage } from '../../triggers/service-bus-message.ts';
import { World } from './support/world.ts';

const spec = { name: 'by bus', workload: 'render' };
const text = JSON.stringify(spec);

/** `metadata` as the library hands it over, which parses what reads as JSON. */
const receive = (
  world: World,
  message: unknown,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  serviceBusMessage(world, world.orchestrations, message, {
    ...world.context,
    triggerMetadata: { messageId: 'message-1', sequenceNumber: 1, ...metadata },
  });

const rowOf = (world: World) => [...world.store.jobs.values()][0];

describe('a message of the Service Bus queue jobs', () => {
  test.each([
    ['JSON that the host has parsed', spec],
    ['JSON text in a JSON text', text],
    ['base64 of JSON', Buffer.from(text).toString('base64')],
  ])('starts a job: %s', async (_, message) => {
    const world = new World();
    await receive(world, message);
    expect(world.started).toHaveLength(1);
    expect(rowOf(world)).toMatchObject({ name: 'by bus', trigger: 'serviceBus' });
    expect(rowOf(world)).not.toHaveProperty('reply');
    expect(world.rejections).toEqual([]);
  });

  test('starts one job however often it is delivered or sent, and another with another id', async () => {
    const world = new World();
    for (let delivery = 1; delivery <= 5; delivery += 1)
      await receive(world, spec, { sequenceNumber: delivery });
    expect(world.started).toHaveLength(1);
    await receive(world, spec, { messageId: 'message-2' });
    expect(world.started).toHaveLength(2);
  });

  test.each([
    [
      'a long number, of which the host has lost digits',
      JSON.parse('12345678901234567890') as unknown,
    ],
    ['empty', ''],
    ['missing', undefined],
  ])('is told from others by its place in the queue where its id is %s', async (_, messageId) => {
    const world = new World();
    for (const sequenceNumber of [1, 1, 2])
      await receive(world, spec, { messageId, sequenceNumber });
    expect(world.started).toHaveLength(2);
  });

  test.each(['this is not JSON', '', '{"workload":'])(
    'is rejected as it came when it is not JSON: %j',
    async (message) => {
      const world = new World();
      await receive(world, message);
      expect(world.rejections).toEqual([
        {
          trigger: 'serviceBus',
          reason: expect.stringContaining('JSON'),
          errors: [],
          original: message,
        },
      ]);
    },
  );

  test('is rejected with every wrong field named, of the message as of the spec', async () => {
    const world = new World();
    const wrong = { workload: 'render', x: 1 };
    await receive(world, wrong, { replyTo: 'payments', correlationId: 1e20 });
    expect(world.rejections).toMatchObject([
      {
        trigger: 'serviceBus',
        errors: [
          { path: 'x' },
          { path: 'replyTo', message: expect.stringContaining('job-replies, Others') },
          { path: 'correlationId' },
        ],
        original: wrong,
      },
    ]);
    expect(world.store.jobs.size).toBe(0);
  });

  test('is left to be delivered again when the job could not be started', async () => {
    const world = new World();
    world.store.addJob = () => Promise.reject(new Error('503'));
    await expect(receive(world, spec)).rejects.toThrow('503');
    expect(world.rejections).toEqual([]);
  });
});

describe('replyTo', () => {
  test.each([
    ['the correlation id', { correlationId: 'c-1' }, 'c-1'],
    ['a correlation id that reads as a number', { correlationId: 42 }, '42'],
    ['the message id where there is no correlation id', {}, 'message-1'],
  ])('asks for a reply with %s', async (_, metadata, correlationId) => {
    const world = new World();
    await receive(world, spec, { replyTo: 'job-replies', ...metadata });
    expect(rowOf(world)?.reply).toEqual({ queue: 'job-replies', correlationId });
  });

  test('without any id to answer with is refused', async () => {
    const world = new World();
    await receive(world, spec, { replyTo: 'job-replies', messageId: '' });
    expect(world.rejections).toMatchObject([{ errors: [{ path: 'messageId' }] }]);
  });

  test('names its queue without case', async () => {
    const world = new World();
    await receive(world, spec, { replyTo: 'OTHERS' });
    expect(rowOf(world)?.reply).toMatchObject({ queue: 'Others' });
  });

  test('of the message that came first is the one', async () => {
    const world = new World();
    await receive(world, spec, { replyTo: 'job-replies', correlationId: 'first' });
    await receive(world, spec, { replyTo: 'Others', correlationId: 'second' });
    expect(rowOf(world)?.reply).toEqual({ queue: 'job-replies', correlationId: 'first' });
  });
});
