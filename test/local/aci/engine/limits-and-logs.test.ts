import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { withEngine } from '../../../support/container-engine.ts';
import { BackendWorld, shell } from './support/backend-world.ts';

withEngine(() => {
  let world: BackendWorld;
  beforeAll(async () => {
    world = await BackendWorld.open();
  });
  afterAll(() => world.close());

  const everything = { maxBytes: 2 ** 22, maxLines: Number.MAX_SAFE_INTEGER, timestamps: false };

  test('a container that uses more memory than it may is killed and known as out of memory', async () => {
    const hog = shell('x=x; while :; do x=$x$x; done');
    const run = await world.run(hog, { memoryLimitBytes: 3e7 });
    await expect(world.exit(run)).resolves.toMatchObject({ exitCode: 137, outOfMemory: true });
  });

  test('a container that is within its memory is not', async () => {
    const run = await world.run(shell('exit 9'), { memoryLimitBytes: 3e7 });
    await expect(world.exit(run)).resolves.toMatchObject({ exitCode: 9, outOfMemory: false });
  });

  test('a container gets no more of a processor than it may', async () => {
    // Its own account of the processor time it had within a second.
    const busy = shell("timeout 1 sh -c 'while :; do :; done'; times");
    const run = await world.run(busy, { cpuLimit: 0.2 });
    const seconds = [...(await world.output(run)).matchAll(/0m([\d.]+)s/g)];
    const used = seconds.reduce((sum, [, value]) => sum + Number(value), 0);
    expect(used).toBeGreaterThan(0.05);
    expect(used).toBeLessThan(0.5);
  });

  test('a log has both outputs, lines that end otherwise and the last one without an end', async () => {
    const script = String.raw`printf 'one\r\ntwo\n'; sleep 0.1; echo three >&2; sleep 0.1; printf 'grüße'`;
    const run = await world.run(shell(script));
    await expect(world.output(run)).resolves.toBe('one\r\ntwo\nthree\ngrüße');
  });

  test('a line that is longer than what the engine keeps in one piece is whole', async () => {
    const script = "head -c 50000 /dev/zero | tr '\\0' x; echo; echo end";
    const run = await world.run(shell(script));
    const text = await world.output(run);
    expect(text.length).toBe(50_000 + '\nend\n'.length);
    await expect(world.backend.readLog(run, { ...everything, maxLines: 1 })).resolves.toBe('end\n');
  });

  test('of a log that is longer than it may be, the end is read, by bytes and by lines', async () => {
    const run = await world.run(shell('seq 1 5000; printf ä'));
    await world.exit(run);
    const byBytes = await world.backend.readLog(run, { ...everything, maxBytes: 10 });
    expect(byBytes).toBe('999\n5000\nä'.slice(1));
    const byLines = await world.backend.readLog(run, { ...everything, maxLines: 3 });
    expect(byLines).toBe('4999\n5000\nä');
  });

  test('each line has its time by the clock of the service before it', async () => {
    world.clock.advance(86_400_000);
    const before = world.clock.now().getTime();
    const run = await world.run(shell('echo one; head -c 20000 /dev/zero | tr "\\0" x; echo'));
    await world.exit(run);
    const text = await world.backend.readLog(run, { ...everything, timestamps: true });
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z one$/);
    expect(lines[1]).toMatch(/^\S+Z x{20000}$/);
    // Podman's times are whole seconds.
    expect(Date.parse(lines[0]?.slice(0, 23).concat('Z') ?? '')).toBeGreaterThan(before - 1000);
  });

  test('a running container has a log, one that has not written has an empty one', async () => {
    const run = await world.run(shell('echo started; sleep 600'));
    await eventually(async () => ((await world.log(run)) === 'started\n' ? true : undefined));
    await world.backend.kill(run);
    const silent = await world.run(['true']);
    await expect(world.output(silent)).resolves.toBe('');
  });
});
