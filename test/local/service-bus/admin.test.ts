import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Broker } from './support/broker.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await Broker.start();
});
afterAll(() => broker.stop());

test('/health answers as the one of Microsoft', async () => {
  const response = await fetch(`${broker.adminUrl}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'healthy', message: 'Service is healthy.' });
});

test('the clock takes seconds, and says so when it is given something else', async () => {
  const advance = (body: unknown): Promise<Response> =>
    fetch(`${broker.adminUrl}/_emu/clock`, { method: 'POST', body: JSON.stringify(body) });
  const wrong = await advance({ advanceSeconds: 'x' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('advanceSeconds');
  expect((await advance({ advanceSeconds: 1 })).status).toBe(501);
});
