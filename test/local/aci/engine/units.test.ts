import process from 'node:process';
import { expect, test } from '@jest/globals';
import {
  commandOf,
  hostConfig,
  limitsOf,
} from '../../../../local/aci/engine-backend/container-body.ts';
import type { RunExit } from '../../../../local/aci/container-groups/container-backend.ts';
import { Stamps } from '../../../../local/aci/engine-backend/container-log.ts';
import { findEngine } from '../../../../local/aci/engine-backend/find-engine.ts';
import { FrameReader } from '../../../../local/aci/engine-backend/frames.ts';
import {
  isReference,
  localNames,
  registryAuth,
  withTag,
} from '../../../../local/aci/engine-backend/image-reference.ts';
import {
  architectureOf,
  pauseProgram,
} from '../../../../local/aci/engine-backend/pause-program.ts';
import { RunWatch } from '../../../../local/aci/engine-backend/run-watch.ts';
import { reachable } from '../../../../local/aci/engine-backend/stack-environment.ts';
import { lastLines, TailBuffer } from '../../../../local/aci/engine-backend/tail-buffer.ts';
import { VirtualClock } from '../../../../local/support/clock.ts';

function frame(type: number, text: string): Buffer {
  const header = Buffer.from([type, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test('frames are the same however the bytes arrive', () => {
  const bytes = Buffer.concat([frame(1, 'out\r\n'), frame(2, 'ärger'), frame(1, '')]);
  const byteByByte = new FrameReader();
  const frames = [...bytes].flatMap((byte) => byteByByte.read(Buffer.from([byte])));
  expect(frames).toEqual(new FrameReader().read(bytes));
  expect(frames.map(({ stream, data }) => [stream, data.toString()])).toEqual([
    ['stdout', 'out\r\n'],
    ['stderr', 'ärger'],
    ['stdout', ''],
  ]);
});

test.each([
  [4, ['abcdefghij'], 'ghij'],
  [4, ['ab', 'cd', 'ef'], 'cdef'],
  [4, ['abc'], 'abc'],
  [5, ['xx', 'ää', 'ö'], 'äö'],
  [4, ['xä', 'äa'], 'äa'],
])('of at most %i bytes of %j the last whole characters are kept', (maxBytes, parts, kept) => {
  const tail = new TailBuffer(maxBytes);
  for (const part of parts) tail.append(Buffer.from(part));
  expect(tail.text()).toBe(kept);
});

test('the end of a stream is kept also when it has outgrown its first memory', () => {
  const tail = new TailBuffer(100_000);
  for (const part of ['a'.repeat(30_000), 'b'.repeat(80_000)]) tail.append(Buffer.from(part));
  expect(tail.text() === 'a'.repeat(20_000) + 'b'.repeat(80_000)).toBe(true);
});

test.each([
  ['a\nb\nc\n', 2, 'b\nc\n'],
  ['a\nb\nc', 2, 'b\nc'],
  ['a\r\nb\r\n', 1, 'b\r\n'],
  ['a\n', 5, 'a\n'],
  ['a\n', 0, ''],
  ['', 3, ''],
])('of %j the last %i lines are %j', (text, lines, last) => {
  expect(lastLines(text, lines)).toBe(last);
});

test('a line has one time before it, that of the service, also when the engine has cut it', () => {
  const stamps = new Stamps(60_000);
  const correct = (stream: 'stdout' | 'stderr', text: string) =>
    stamps.correct({ stream, data: Buffer.from(text) }).toString();
  expect(correct('stdout', '2026-01-02T03:04:05.123456789Z one ')).toBe(
    '2026-01-02T03:05:05.123000000Z one ',
  );
  expect(correct('stderr', '2026-01-02T03:04:05Z oh\n')).toBe(
    '2026-01-02T03:05:05.000000000Z oh\n',
  );
  expect(correct('stdout', '2026-01-02T03:04:06Z line\n')).toBe('one line\n'.slice(4));
  expect(correct('stdout', '2026-01-02T03:04:07Z \n')).toBe('2026-01-02T03:05:07.000000000Z \n');
});

test.each(['amd64', 'arm64'] as const)(
  'the pause program for %s is an ELF program of one segment that begins with its code',
  (architecture) => {
    const program = pauseProgram(architecture);
    expect(program.length).toBeLessThan(200);
    expect(program.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(program.readBigUInt64LE(24)).toBe(0x400000n + 120n);
    expect(program.readBigUInt64LE(64 + 32)).toBe(BigInt(program.length));
  },
);

test('a processor without a pause program is named', () => {
  expect(architectureOf('x86_64')).toBe('amd64');
  expect(architectureOf('aarch64')).toBe('arm64');
  expect(() => architectureOf('s390x')).toThrow("'s390x' is neither amd64 nor arm64");
});

test.each([
  ['http://127.0.0.1:10000/account', 'http://host.docker.internal:10000/account'],
  ['https://localhost:7443', 'https://host.docker.internal:7443'],
  ['http://[::1]:7443/x', 'http://host.docker.internal:7443/x'],
  [
    'Blob=http://127.0.0.1:10000/a;Queue=http://127.0.0.1:10001/a',
    'Blob=http://host.docker.internal:10000/a;Queue=http://127.0.0.1:10001/a',
  ],
  ['127.0.0.1:100000', '127.0.0.1:100000'],
  ['http://my-localhost:7443', 'http://my-localhost:7443'],
  ['http://9127.0.0.1:7443', 'http://9127.0.0.1:7443'],
  ['http://example.org:7443', 'http://example.org:7443'],
])('in a container %s is %s', (value, rewritten) => {
  expect(reachable(value, new Set([10000, 7443]))).toBe(rewritten);
});

test('every limit is within what an engine accepts, and swap adds no memory', () => {
  expect(limitsOf({ cpuLimit: 0.5, memoryLimitBytes: 1.5e9 }, 2)).toEqual({
    NanoCpus: 5e8,
    Memory: 1.5e9,
    MemorySwap: 1.5e9,
  });
  const least = limitsOf({ cpuLimit: 0.001, memoryLimitBytes: 1000 }, 2);
  expect(least).toMatchObject({ NanoCpus: 1e7, Memory: 6 * 1024 * 1024 });
  expect(limitsOf({ cpuLimit: 4, memoryLimitBytes: 1e9 }, 2).NanoCpus).toBe(2e9);
});

test('soft and hard limits are the same, and the engine restarts nothing', () => {
  const config = hostConfig({ isPodman: true });
  expect(config.Ulimits.map(({ Soft, Hard }) => Soft === Hard)).toEqual([true, true]);
  expect(config).not.toHaveProperty('RestartPolicy');
});

test('an empty command leaves entrypoint and arguments to the image', () => {
  expect(commandOf([])).toEqual({});
  expect(commandOf(['sh', '-c', 'x'])).toEqual({ Entrypoint: ['sh'], Cmd: ['-c', 'x'] });
  expect(commandOf(['true'])).toEqual({ Entrypoint: ['true'], Cmd: [] });
});

test('names of images are told apart', () => {
  expect(isReference('durable-aci/sentiment:1')).toBe(true);
  expect(isReference('mcr.microsoft.com:443/a/b_c@sha256:'.concat('0'.repeat(64)))).toBe(true);
  expect(isReference('Not An Image')).toBe(false);
  expect(isReference('../../containers/json')).toBe(false);
  expect(localNames('durable-aci/sentiment')).toEqual([
    'localhost/durable-aci/sentiment',
    'durable-aci/sentiment',
  ]);
  expect(localNames('example.org/x')).toEqual(['example.org/x']);
  expect(withTag('example.org:443/x')).toBe('example.org:443/x:latest');
  expect(withTag('x:1')).toBe('x:1');
});

test('only the credential of the image its registry is sent', () => {
  const credentials = [
    { server: 'other.azurecr.io', username: 'wrong', password: 'wrong' },
    { server: 'https://index.docker.io/v1/', username: 'me', password: 'secret' },
  ];
  const { 'x-registry-auth': auth = '' } = registryAuth('library/alpine', credentials);
  expect(JSON.parse(Buffer.from(auth, 'base64url').toString())).toEqual({
    username: 'me',
    password: 'secret',
    serveraddress: 'docker.io',
  });
  expect(registryAuth('example.org/x', credentials)).toEqual({});
});

test('no engine is found where nothing answers, within a second', async () => {
  const before = process.hrtime.bigint();
  const hosts = ['unix:///no/such/socket', 'tcp://127.0.0.1:1', 'not a url', 'ssh://machine'];
  const found = await Promise.all(hosts.map((DOCKER_HOST) => findEngine({ DOCKER_HOST })));
  expect(found).toEqual(hosts.map(() => undefined));
  expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(1000);
});

test('an end is seen though the engine never answers who waits for it', async () => {
  const clock = new VirtualClock();
  const times = { StartedAt: '2026-01-01T00:00:00Z', FinishedAt: '2026-01-01T00:00:07Z' };
  const State = { Status: 'running', ExitCode: 0, OOMKilled: false, ...times };
  const details = { Id: 'one', State, NetworkSettings: { Ports: {} } };
  const watch = new RunWatch({
    run: { groupUid: 'g', container: 'main', run: 1 },
    id: 'one',
    containers: {
      waitForEnd: () => Promise.withResolvers<undefined>().promise,
      inspect: () => Promise.resolve(details),
    },
    realClock: clock,
    exitOf: (seen) => {
      return { exitCode: seen?.State.ExitCode ?? -1, at: clock.now(), outOfMemory: false };
    },
  });
  const exits: RunExit[] = [];
  const followed = watch.follow((exit) => exits.push(exit));
  await clock.advance(5_000);
  expect(exits).toEqual([]);
  Object.assign(State, { Status: 'stopped', ExitCode: 7 });
  await clock.advance(5_000);
  await followed;
  expect(exits).toMatchObject([{ exitCode: 7 }]);
});
