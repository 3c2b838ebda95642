import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { container, RegistryWorld } from './support/registry-world.ts';

const minute = 60_000;
let world: RegistryWorld;

beforeEach(() => {
  world = new RegistryWorld({
    short: { seconds: 30, exitCode: 0 },
    hasty: { seconds: 0, exitCode: 4 },
    endless: { seconds: Infinity, exitCode: 0 },
  });
});
afterEach(() => world.dispose());

const { calls } = { calls: () => world.backend.calls };
const one = (image = 'endless'): object => ({ containers: [container('c', image)] });

test('what containers share is prepared first, then the image pulled, then they start', async () => {
  world.put('u', one());
  await world.clock.advance(minute);
  expect(calls()).toEqual(['prepare u', 'pull endless', 'start u/c/1']);
});

test('a group starts when its share is there at last and its image can be had', async () => {
  Object.assign(world.backend.troubles, { mounts: 3, pulls: 2 });
  world.put('u', one());
  await world.clock.advance(69_000);
  const waiting = world.states();
  await world.clock.advance(2000);
  const pulling = calls().filter((call) => call.startsWith('pull')).length;
  await world.clock.advance(minute);
  expect([waiting, pulling, world.states()]).toEqual(['Creating/Pending', 1, 'Succeeded/Running']);
  expect(world.group().events).toMatchObject([{ name: 'FailedMount', count: 3 }]);
});

test('a backend that throws is asked again', async () => {
  Object.assign(world.backend.troubles, { prepareThrows: 1, startThrows: 1 });
  world.put('u', one());
  await world.clock.advance(minute);
  expect(world.states()).toBe('Succeeded/Running');
  expect(calls()).toEqual([
    ...['prepare u', 'prepare u', 'pull endless'],
    ...['start u/c/1', 'start u/c/2'],
  ]);
  expect(world.group().containers[0]?.events).toContainEqual(
    expect.objectContaining({ name: 'Failed', message: 'the engine is away' }),
  );
});

test('a container that has ended before its start was answered is over', async () => {
  world.put('u', one('hasty'));
  await world.clock.advance(minute);
  expect(world.states()).toBe('Succeeded/Failed');
});

test('init containers run before the others, from start to end', async () => {
  world.put('u', {
    initContainers: [
      { name: 'i0', properties: { image: 'short' } },
      { name: 'i1', properties: { image: 'short' } },
    ],
    ...one('short'),
  });
  await world.clock.advance(45_000);
  const during = calls().filter((call) => call.startsWith('start'));
  await world.clock.advance(2 * minute);
  expect(during).toEqual(['start u/i0/1', 'start u/i1/1']);
  expect(world.states()).toBe('Succeeded/Succeeded');
  expect(calls().at(-1)).toBe('start u/c/1');
});

test('a Windows group is taken and fails by the name of what is missing', async () => {
  world.put('u', { osType: 'Windows', ...one() });
  await world.clock.advance(minute);
  const message = "The emulator's process backend runs no Windows containers.";
  expect(world.states()).toBe('Failed/Pending');
  expect(calls()).toEqual([]);
  expect(world.group().events).toMatchObject([{ message, type: 'Warning' }]);
  expect(world.group().operation.error?.message).toBe(message);
});

test('a group with an identity is told where its tokens are, unless it knows better', async () => {
  await world.groups.open('http://127.0.0.1:7080/msi/token');
  const more = { identity: { type: 'SystemAssigned' } };
  const environmentVariables = [{ name: 'IDENTITY_HEADER', value: 'own' }];
  world.put('u', { containers: [container('c', 'short', { environmentVariables })] }, { more });
  world.put('v', one(), { name: 'without' });
  await world.clock.advance(minute);
  const [first, second] = world.backend.environments.map((pairs) => Object.fromEntries(pairs));
  expect(first).toEqual({
    IDENTITY_ENDPOINT: 'http://127.0.0.1:7080/msi/token',
    IDENTITY_HEADER: 'own',
  });
  expect(second).toEqual({});
});

test('what an old group of the same name reports does not touch the new one', async () => {
  world.put('old', one('short'));
  await world.clock.advance(29_000);
  world.groups.remove(world.group());
  world.put('new', one());
  await world.clock.advance(minute);
  expect(world.states()).toBe('Succeeded/Running');
  expect(calls()).toEqual([
    ...['prepare old', 'pull short', 'start old/c/1'],
    ...['remove old', 'prepare new', 'pull endless', 'start new/c/1'],
  ]);
});

test('containers that go on are found again when the emulator was killed', async () => {
  world.put('u', one('short'));
  await world.clock.advance(10_000);
  await world.crash();
  await world.clock.advance(minute);
  expect(world.states()).toBe('Succeeded/Succeeded');
  expect(world.group().containers[0]?.restartCount).toBe(0);
  expect(calls().filter((call) => call.startsWith('start'))).toEqual(['start u/c/1']);
});

test.each([50, 120, 180])(
  'a group that the kill of its emulator finds after %i ms starts all the same, once',
  async (ms) => {
    world.put('u', one());
    await world.clock.advance(ms);
    await world.crash();
    await world.clock.advance(minute);
    expect(world.states()).toBe('Succeeded/Running');
    expect(calls().filter((call) => call.startsWith('start'))).toHaveLength(1);
  },
);

test('a platform kill that the kill of the emulator interrupts is finished by the next one', async () => {
  world.put('u', one(), { lifecycle: 'platformKill:afterSeconds=60' });
  await world.clock.advance(59_000);
  await world.crash();
  await world.clock.advance(minute);
  expect(world.group().containers[0]).toMatchObject({
    restartCount: 1,
    state: { state: 'Running' },
    previousState: { exitCode: 7147 },
  });
});

test('a restart ends all that was, and prepares anew', async () => {
  world.put('u', one());
  await world.clock.advance(minute);
  world.redeploy('again');
  const during = world.states();
  await world.clock.advance(minute);
  expect([during, world.states()]).toEqual(['Updating/Pending', 'Succeeded/Running']);
  expect(calls().slice(3)).toEqual(['remove u', 'prepare u', 'pull endless', 'start u/c/2']);
});

test('a hundred groups at once all come up', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `g${String(index)}`);
  for (const name of names) world.put(name, one(), { name });
  await world.clock.advance(minute);
  expect(new Set(names.map((name) => world.states(name)))).toEqual(new Set(['Succeeded/Running']));
});
