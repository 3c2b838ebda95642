import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { container, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const isRefusal = (status: number): boolean => (status >= 400 && status < 500) || status === 501;

const word = fc.constantFrom(
  ...[
    'subscriptions',
    '11111111-1111-1111-1111-111111111111',
    'resourceGroups',
    'tests',
    'providers',
  ],
  ...['Microsoft.ContainerInstance', 'containerGroups', 'containers', 'logs', 'exec', 'locations'],
  ...[
    'operations',
    'usages',
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '%00',
    '%ff',
    ':name',
    '*',
    '',
    'g',
    'msi',
    'token',
  ],
);
const method = fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');

/** What stands somewhere in a good body, replaced by anything. */
const damagedBody = fc.tuple(fc.nat(40), fc.jsonValue({ maxDepth: 3 })).map(([place, value]) => {
  let index = 0;
  const good = groupBody({ containers: [container('main'), container('other')] });
  return JSON.stringify(good, (_key, old: unknown) => (index++ === place ? value : old));
});

test('whatever path and verb come, the answer is no 500', async () => {
  const request = fc.asyncProperty(
    fc.array(word, { maxLength: 12 }),
    method,
    async (words, verb) => {
      const { status } = await emulator.arms(`/${words.join('/')}`, { method: verb });
      expect(status === 501 || status < 500).toBe(true);
    },
  );
  await fc.assert(request, { numRuns: 300 });
});

test('whatever stands in a body, it is taken as a group or refused, and no 500', async () => {
  const request = fc.asyncProperty(damagedBody, async (text) => {
    const { status } = await put(emulator, 'damaged', text);
    expect(isRefusal(status) || [200, 201].includes(status)).toBe(true);
    await emulator.arms('containerGroups/damaged', { method: 'DELETE' });
  });
  await fc.assert(request, { numRuns: 150 });
});

test('a body that is cut off anywhere starts nothing', async () => {
  const whole = JSON.stringify(groupBody());
  const request = fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
    const { status } = await put(emulator, 'cut-off', whole.slice(0, length));
    expect(status).toBe(400);
  });
  await fc.assert(request, { numRuns: 50 });
  expect((await emulator.arms('containerGroups/cut-off')).status).toBe(404);
});
