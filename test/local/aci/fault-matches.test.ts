import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { FaultRequest } from '../../../local/aci/admin/fault-request.ts';
import { Faults } from '../../../local/aci/admin/faults.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { addFault, control, getStatus, journal } from './support/controls.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { failure, groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await put(emulator, 'g', groupBody());
});
afterAll(() => emulator.stop());
afterEach(() => control(emulator, 'DELETE', '/_emu/faults'));

const reads = async (count: number): Promise<number[]> => {
  const statuses = [];
  for (let read = 0; read < count; read += 1) statuses.push(await getStatus(emulator, 'g'));
  return statuses;
};

test('a fault of a rate and a seed happens to the same requests each time', async () => {
  const request = { match: { rate: 0.5, seed: 7 }, action: { status: 503 } };
  await addFault(emulator, request);
  const first = await reads(20);
  await control(emulator, 'DELETE', '/_emu/faults');
  await addFault(emulator, request);
  expect(await reads(20)).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 503]));
});

test('a fault without a seed tells the one that it was given, with which it can be repeated', async () => {
  const match = { rate: 0.5 };
  const { seed } = await addFault(emulator, { match, action: { status: 503 } });
  const first = await reads(10);
  await control(emulator, 'DELETE', '/_emu/faults');
  await addFault(emulator, { match: { ...match, seed }, action: { status: 503 } });
  expect(await reads(10)).toEqual(first);
});

test('a burst of failures is as long as its times', async () => {
  await addFault(emulator, { action: { preset: 'serverError', times: 3 } });
  expect(await reads(5)).toEqual([500, 500, 500, 200, 200]);
});

test('a fault goes on until its time has come, by the clock of the emulator', async () => {
  const until = new Date(emulator.clock.now().getTime() + 60_000).toISOString();
  await addFault(emulator, { match: { until }, action: { status: 503 } });
  const before = await reads(3);
  emulator.clock.advance(61_000);
  expect([...before, ...(await reads(1))]).toEqual([503, 503, 503, 200]);
});

test('a fault of a region happens to its groups, also to one that is just being made there', async () => {
  await addFault(emulator, { match: { region: 'eastus' }, action: { status: 503, times: 2 } });
  expect((await put(emulator, 'west', groupBody())).status).toBe(201);
  expect((await put(emulator, 'east', groupBody({}, { location: 'East US' }))).status).toBe(503);
});

test('a fault of a container happens to its logs alone', async () => {
  await addFault(emulator, { match: { container: 'ma*' }, action: { status: 503 } });
  expect(await getStatus(emulator, 'g')).toBe(200);
  const logs = await emulator.arms('containerGroups/g/containers/main/logs');
  expect(logs.status).toBe(503);
});

test.each([
  ['throttled', 429, 'TooManyRequests', 'retry-after', '10'],
  ['expiredToken', 401, 'ExpiredAuthenticationToken', 'www-authenticate', 'invalid_token'],
])('the preset %s is %d %s', async (preset, status, code, header, value) => {
  await addFault(emulator, { action: { preset } });
  const reply = await emulator.arms('containerGroups/g');
  expect(reply.headers.get(header)).toContain(value);
  await expect(failure(reply)).resolves.toMatchObject({ status, code });
});

test('what is said of a preset takes the place of its own', async () => {
  await addFault(emulator, { action: { preset: 'throttled', retryAfterSeconds: 3, code: 'Odd' } });
  const reply = await emulator.arms('containerGroups/g');
  expect(reply.headers.get('retry-after')).toBe('3');
  await expect(failure(reply)).resolves.toMatchObject({ status: 429, code: 'Odd' });
});

test('a reply can be cut after some bytes of its body: it says how long it would have been', async () => {
  await addFault(emulator, { action: { truncate: 10 } });
  const { port } = new URL(emulator.arm);
  const path = `/subscriptions/${emulator.subscriptionId}/resourceGroups/tests/providers/Microsoft.ContainerInstance/containerGroups/g?api-version=2023-05-01`;
  const head = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n\r\n`;
  const text = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head));
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('close', () => {
      resolve(reply);
    });
  });
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(Number(/content-length: (\d+)/i.exec(text)?.[1])).toBeGreaterThan(500);
  expect(text.split('\r\n\r\n')[1]).toHaveLength(10);
});

test('a delay from a range is within it, and the same for the same seed', () => {
  const delays = (): (number | undefined)[] => {
    const faults = new Faults(new AciStore(undefined).database, new VirtualClock());
    const delayMs = { min: 100, max: 60_000 };
    faults.add(FaultRequest.parse({ match: { seed: 3 }, action: { delayMs, times: 5 } }));
    const question = { operation: 'o', group: 'g', container: '', region: () => '' };
    return Array.from({ length: 6 }, () => faults.take(question)?.delayMs);
  };
  const [first, ...rest] = delays();
  expect(first).toBeGreaterThanOrEqual(100);
  expect(first).toBeLessThanOrEqual(60_000);
  expect(rest.at(-1)).toBeUndefined();
  expect(delays()).toEqual([first, ...rest]);
});

test('a delay passes by the clock of the emulator', async () => {
  await addFault(emulator, { action: { delayMs: 3_600_000 } });
  const reading = getStatus(emulator, 'g');
  const pass = setInterval(() => {
    emulator.clock.advance(3_600_000);
  }, 20);
  await expect(reading).resolves.toBe(200);
  clearInterval(pass);
});

test('the journal names the fault that happened to a request', async () => {
  const { id } = await addFault(emulator, { action: { status: 503 } });
  await getStatus(emulator, 'g');
  expect((await journal(emulator, '?kind=request')).at(-1)).toMatchObject({
    status: 503,
    fault: id,
  });
});

test('every wrong field of a fault is named', async () => {
  const match = { rate: 2, until: 'tomorrow', operation: '' };
  const action = { status: 200, headers: { 'a b': 'c\r\nd' }, delayMs: { min: 2, max: 1 } };
  const reply = control(emulator, 'POST', '/_emu/faults', { match, action });
  const { status, message } = await failure(reply);
  expect(status).toBe(400);
  for (const field of ['rate', 'until', 'operation', 'status', 'headers', 'delayMs']) {
    expect(message).toContain(field);
  }
});

test('an nth does not go with a rate, and a fault that does nothing is none', async () => {
  const both = { match: { nth: 1, rate: 1 }, action: { status: 500 } };
  const nothing = { match: {}, action: { code: 'Odd' } };
  const statuses = await Promise.all(
    [both, nothing].map(
      async (fault) => (await control(emulator, 'POST', '/_emu/faults', fault)).status,
    ),
  );
  expect(statuses).toEqual([400, 400]);
});
