import { describe, expect, test } from '@jest/globals';
import { queueMessage } from '../../triggers/queue-message.ts';
import { World } from './support/world.ts';

const spec = { name: 'by queue', workload: 'render' };
const text = JSON.stringify(spec);
const base64 = (value: string): string => Buffer.from(value).toString('base64');

const receive = (world: World, message: unknown, id = 'message-1'): Promise<void> =>
  queueMessage(world, world.orchestrations, message, { ...world.context, triggerMetadata: { id } });

describe('a message of the queue jobs', () => {
  test.each([
    ['JSON text', text],
    ['JSON that the host has parsed', spec],
    ['base64 of JSON', base64(text)],
    ['base64 of JSON with a line end', `${base64(text)}\n`],
  ])('starts a job: %s', async (_, message) => {
    const world = new World();
    await receive(world, message);
    expect(world.started).toHaveLength(1);
    const [job] = world.store.jobs.values();
    expect(job).toMatchObject({ name: 'by queue', trigger: 'queue', workload: 'render' });
    expect(world.rejections).toEqual([]);
  });

  test('starts one job however often it is delivered, and another for another message', async () => {
    const world = new World();
    for (let delivery = 1; delivery <= 5; delivery += 1) await receive(world, text);
    expect(world.started).toHaveLength(1);
    await receive(world, text, 'message-2');
    expect(world.started).toHaveLength(2);
  });

  test.each(['this is not JSON', '{"workload":', '', base64('nor is this'), base64('\u00ff{')])(
    'is rejected as it came when it is not JSON: %j',
    async (message) => {
      const world = new World();
      await receive(world, message);
      expect(world.rejections).toEqual([
        {
          trigger: 'queue',
          reason: expect.stringContaining('JSON'),
          errors: [],
          original: message,
        },
      ]);
      expect(world.started).toEqual([]);
    },
  );

  test('is rejected without the secret values that it should not hold, and with all else', async () => {
    const world = new World();
    const wrong = {
      group: {
        properties: {
          containers: [{ environmentVariables: [{ name: 'A', secureValue: 'canary' }] }],
          imageRegistryCredentials: [{ username: 'u', password: 'canary' }],
          volumes: [
            { azureFile: { storageAccountKey: 'canary' } },
            { secret: { f: 'canary', g: { secretRef: 'kept' } } },
          ],
          diagnostics: { logAnalytics: { workspaceKey: 'canary' } },
        },
      },
    };
    await receive(world, JSON.stringify(wrong));
    const [rejection] = world.rejections;
    expect(JSON.stringify(rejection)).not.toContain('canary');
    expect(rejection?.original).toMatchObject({
      group: {
        properties: {
          containers: [{ environmentVariables: [{ name: 'A', secureValue: '***' }] }],
          imageRegistryCredentials: [{ username: 'u', password: '***' }],
          volumes: [
            { azureFile: { storageAccountKey: '***' } },
            { secret: { f: '***', g: { secretRef: 'kept' } } },
          ],
        },
      },
    });
  });

  test.each([
    ['text', JSON.stringify({ name: 'x'.repeat(1_100_000) })],
    ['JSON that the host has parsed', { name: 'x'.repeat(1_100_000) }],
    ['what is no JSON', 'x'.repeat(1_100_000)],
  ])('is rejected by its size, before anything else: %s', async (_, message) => {
    const world = new World();
    await receive(world, message);
    expect(world.rejections).toMatchObject([
      { reason: 'The message has more than 1048576 characters', errors: [] },
    ]);
    expect(world.started).toEqual([]);
  });

  test('is rejected with every wrong field named', async () => {
    const world = new World();
    const wrong = { workload: 'sentiment', input: {}, x: 1 };
    await receive(world, JSON.stringify(wrong));
    expect(world.rejections).toMatchObject([
      {
        trigger: 'queue',
        errors: expect.arrayContaining([
          expect.objectContaining({ path: 'x' }),
          expect.objectContaining({ path: 'input.blobUrl' }),
        ]),
        original: wrong,
      },
    ]);
    expect(world.store.jobs.size).toBe(0);
  });

  test('is left to be delivered again when the job could not be started', async () => {
    const world = new World();
    world.store.addJob = () => Promise.reject(new Error('503'));
    await expect(receive(world, text)).rejects.toThrow('503');
    expect(world.rejections).toEqual([]);
  });
});
