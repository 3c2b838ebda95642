import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureCertificates } from '../../../local/support/certificates.ts';
import { container, RegistryWorld } from './support/registry-world.ts';

const minute = 60_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const endless = { seconds: Infinity, exitCode: 0 };

let world: RegistryWorld;
let server: http.Server | undefined;

beforeEach(() => {
  world = new RegistryWorld({
    well: endless,
    // Ill for its second minute.
    ill: { ...endless, isWell: (now) => Math.floor((now.getTime() - start) / minute) !== 1 },
    dying: { ...endless, isWell: () => false },
  });
});
afterEach(async () => {
  await world.dispose();
  server?.close();
  server = undefined;
});

const exec = { exec: { command: ['check'] } };
const put = (image: string, probes: object, more: object = {}): void => {
  world.put('u', { containers: [container('c', image, probes)], ...more });
};
const probes = (): string[] => world.backend.calls.filter((call) => call.startsWith('probe'));
const record = () => world.group().containers[0];
const eventsOf = (name: string) => record()?.events.filter((event) => event.name === name);

test('a container is probed from its initial delay on, once in each period', async () => {
  put('well', { livenessProbe: { ...exec, initialDelaySeconds: 30, periodSeconds: 5 } });
  await world.clock.advance(30_000);
  const before = probes();
  await world.clock.advance(minute);
  expect(before).toEqual([]);
  expect(probes()).toHaveLength(12);
  expect(probes()[0]).toBe('probe by check u/c/1');
  expect(record()).toMatchObject({ restartCount: 0, state: { state: 'Running' } });
});

test('without numbers of its own a probe asks every ten seconds', async () => {
  put('well', { readinessProbe: exec });
  await world.clock.advance(minute);
  expect(probes()).toHaveLength(6);
});

test('a container whose liveness probe fails three times is killed and, by its policy, restarted', async () => {
  put('ill', { livenessProbe: exec }, { restartPolicy: 'OnFailure' });
  await world.clock.advance(5 * minute);
  expect(record()).toMatchObject({
    restartCount: 2,
    state: { state: 'Running' },
    previousState: { state: 'Terminated', exitCode: 137 },
  });
  expect(eventsOf('Unhealthy')).toMatchObject([
    { message: 'Liveness probe failed: it is not well', type: 'Warning', count: 7 },
  ]);
  expect(eventsOf('Killing')).toMatchObject([{ count: 2 }]);
});

test('a container that is never restarted is over when its liveness probe has failed', async () => {
  put('dying', { livenessProbe: { ...exec, failureThreshold: 1 } });
  await world.clock.advance(minute);
  expect(record()?.state).toMatchObject({ state: 'Terminated', exitCode: 137 });
  expect(world.states()).toBe('Succeeded/Failed');
  expect(probes()).toHaveLength(1);
});

test('a container whose readiness probe fails goes on', async () => {
  put('dying', { readinessProbe: exec });
  await world.clock.advance(minute);
  expect(record()).toMatchObject({ restartCount: 0, state: { state: 'Running' } });
  expect(eventsOf('Unhealthy')).toMatchObject([
    { message: 'Readiness probe failed: it is not well', count: 6 },
  ]);
});

test('probes end with their group', async () => {
  put('well', { livenessProbe: exec });
  await world.clock.advance(minute);
  world.groups.stop(world.group());
  const before = probes().length;
  await world.clock.advance(minute);
  expect(probes()).toHaveLength(before);
});

test('probes go on in their period when the emulator was killed', async () => {
  put('well', { livenessProbe: { ...exec, periodSeconds: 20 } });
  await world.clock.advance(30_000);
  await world.crash();
  await world.clock.advance(5000);
  const before = probes().length;
  await world.clock.advance(10_000);
  expect([before, probes().length]).toEqual([2, 3]);
});

/** What a container's server answers, by its path. */
async function serve(listener: http.RequestListener, tls?: { cert: string; key: string }) {
  server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return port;
}

test.each([
  [200, 0],
  [302, 0],
  [399, 0],
  [400, 6],
  [503, 6],
])('an HTTP probe that is answered with %i has failed %i times of 6', async (status, failures) => {
  const seen: (string | undefined)[] = [];
  const port = await serve((request, reply) => {
    seen.push(`${String(request.url)} ${String(request.headers['x-probe'])}`);
    reply.writeHead(status, { location: '/elsewhere' }).end();
  });
  const httpHeaders = [{ name: 'X-Probe', value: 'yes' }];
  put('well', { readinessProbe: { httpGet: { path: '/ready?x=1', port, httpHeaders } } });
  await world.clock.advance(minute);
  expect(seen).toEqual(Array(6).fill('/ready?x=1 yes'));
  const events = eventsOf('Unhealthy') ?? [];
  expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(failures);
  const message = `Readiness probe failed: HTTP probe failed with statuscode: ${String(status)}`;
  expect(events.every((event) => event.message === message)).toBe(true);
});

test('an HTTPS probe does not look at the certificate', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aci-probe-'));
  const { cert, key } = await ensureCertificates(folder);
  const port = await serve((_request, reply) => reply.end(), { cert, key });
  put('well', { livenessProbe: { httpGet: { port, scheme: 'HTTPS' } } });
  await world.clock.advance(minute);
  expect(eventsOf('Unhealthy')).toEqual([]);
  await rm(folder, { recursive: true });
});

test('a probe that nobody answers in time has failed', async () => {
  const port = await serve(() => undefined);
  put('well', { livenessProbe: { httpGet: { port }, failureThreshold: 1 } });
  await world.clock.advance(5000);
  expect(eventsOf('Unhealthy')).toMatchObject([
    { message: 'Liveness probe failed: no answer within 1s' },
  ]);
  server?.closeAllConnections();
});

test('a probe of a port where nobody listens has failed', async () => {
  const port = await serve(() => undefined);
  server?.close();
  put('well', { livenessProbe: { httpGet: { port } } });
  await world.clock.advance(5000);
  expect(eventsOf('Unhealthy')?.[0]?.message).toContain('ECONNREFUSED');
});
