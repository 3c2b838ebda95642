import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sleep } from '../../../../local/support/clock.ts';
import { eventually } from '../../../support/eventually.ts';
import { withEngine } from '../../../support/container-engine.ts';
import { BackendWorld, runSpec, shell } from './support/backend-world.ts';

withEngine(() => {
  let world: BackendWorld;
  beforeAll(async () => {
    world = await BackendWorld.open();
  });
  afterAll(() => world.close());

  const containersOf = async (groupUid: string): Promise<number> => {
    const path = `/containers/json?all=true&filters=${encodeURIComponent(JSON.stringify({ label: [`aci.group=${groupUid}`] }))}`;
    const listed: unknown = JSON.parse(await world.engine.client.text({ path }));
    return Array.isArray(listed) ? listed.length : -1;
  };

  test.each([
    ['exit 0', 0],
    ['exit 42', 42],
    ['exit 255', 255],
    ["trap 'exit 7' TERM; kill -TERM $$; sleep 1", 7],
  ])('a container that runs %s ends with exit code %i', async (script, exitCode) => {
    const run = await world.run(shell(script));
    await expect(world.exit(run)).resolves.toMatchObject({ exitCode, outOfMemory: false });
  });

  test('an end has the time at which the container ended, by the clock of the service', async () => {
    world.clock.advance(3_600_000);
    const before = world.clock.now().getTime();
    const run = await world.run(shell('sleep 0.2'));
    const { at } = await world.exit(run);
    expect(at.getTime()).toBeGreaterThanOrEqual(before + 200);
    expect(at.getTime()).toBeLessThanOrEqual(world.clock.now().getTime());
  });

  test('a command takes the place of the entrypoint and its arguments stay whole', async () => {
    const run = await world.run(['printf', '[%s]', 'a b', '', '$HOME']);
    await expect(world.output(run)).resolves.toBe('[a b][][$HOME]');
  });

  test('a container has its variables as they were given', async () => {
    const environment = [['GREETING', 'hello = "world"\n$x']] as const;
    const run = await world.run(shell('printf %s "$GREETING"'), { environment });
    await expect(world.output(run)).resolves.toBe('hello = "world"\n$x');
  });

  test.each([['no-such-program'], ['/no/such/program']])(
    'the command %s can not start, which leaves nothing behind',
    async (program) => {
      const groupUid = await world.prepare({ alone: true });
      const started = await world.backend.start(runSpec({ groupUid, command: [program] }));
      expect(started).toMatchObject({
        result: 'failed',
        message: expect.stringContaining(`exec: "${program}"`),
      });
      await expect(containersOf(groupUid)).resolves.toBe(0);
    },
  );

  test('an image that is not here can not start', async () => {
    const groupUid = await world.prepare({ alone: true });
    const image = 'localhost/aci-test/missing:1';
    await expect(world.backend.start(runSpec({ groupUid, image }))).resolves.toEqual({
      result: 'failed',
      message: `Failed to pull image "${image}"`,
    });
  });

  test('a kill lets a container end well within its grace and is not told as an exit', async () => {
    const graceful = await BackendWorld.open({ killGraceMs: 5000 });
    try {
      const script = 'trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done';
      const run = await graceful.run(shell(script));
      let told = 0;
      graceful.backend.onExit(() => (told += 1));
      await eventually(async () => ((await graceful.log(run)) === 'ready\n' ? true : undefined));
      await graceful.backend.kill(run);
      await expect(graceful.log(run)).resolves.toBe('ready\nbye\n');
      expect(told).toBe(0);
    } finally {
      await graceful.close();
    }
  });

  test('a container that does not listen is killed when the grace is over', async () => {
    const impatient = await BackendWorld.open({ killGraceMs: 100 });
    try {
      const run = await impatient.run(
        shell('trap "" TERM; echo deaf; while :; do sleep 0.05; done'),
      );
      await eventually(async () => ((await impatient.log(run)) === 'deaf\n' ? true : undefined));
      await impatient.backend.kill(run);
      await expect(impatient.backend.recover(runSpec(run))).resolves.toMatchObject({
        fate: 'exited',
        exitCode: 137,
      });
    } finally {
      await impatient.close();
    }
  });

  test('a container that is started again begins empty, and its earlier run is gone', async () => {
    const command = shell('ls /tmp; echo x > /tmp/left');
    const first = await world.run(command);
    await world.exit(first);
    const second = await world.start({ ...first, run: 2, command });
    await expect(world.output(second)).resolves.toBe('');
    await eventually(async () => ((await containersOf(first.groupUid)) === 1 ? true : undefined));
    await expect(world.log(first)).resolves.toBe('');
  });

  test('two containers of a group meet on their loopback', async () => {
    const groupUid = await world.prepare();
    const server = shell('echo hello > /tmp/index.html; httpd -f -p 127.0.0.1:8080 -h /tmp');
    await world.start({ groupUid, container: 'server', command: server });
    const client = await world.start({
      groupUid,
      container: 'client',
      command: shell('until wget -q -O - http://127.0.0.1:8080/; do sleep 0.05; done'),
    });
    await expect(world.output(client)).resolves.toContain('hello\n');
  });

  test('the removal of a group leaves nothing of it', async () => {
    const groupUid = await world.prepare({ volumes: [{ name: 'scratch', emptyDir: {} }] });
    const mounts = [{ volume: 'scratch', mountPath: '/mnt/scratch', readOnly: false }];
    await world.start({ groupUid, mounts, command: shell('touch /mnt/scratch/x; sleep 600') });
    await world.backend.removeGroup(groupUid);
    await expect(containersOf(groupUid)).resolves.toBe(0);
    await expect(world.engine.client.text({ path: '/volumes' })).resolves.not.toContain(groupUid);
  });

  test('a run of a group that was never prepared fails by name', async () => {
    const run = runSpec({ groupUid: randomUUID(), command: ['true'] });
    await expect(world.backend.start(run)).resolves.toEqual({
      result: 'failed',
      message: 'the group was not prepared',
    });
    await sleep(world.clock, 0);
  });
});
