import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { query } from '../../../../local/aci/engine-backend/engine-client.ts';
import { ContainerList } from '../../../../local/aci/engine-backend/replies.ts';
import { testImage, withEngine } from '../../../support/container-engine.ts';
import { eventually } from '../../../support/eventually.ts';
import { BackendWorld, runSpec, shell } from './support/backend-world.ts';

withEngine(() => {
  let world: BackendWorld;
  beforeEach(async () => {
    world = await BackendWorld.open();
  });
  afterEach(() => world.close());

  const containersOf = (groupUid: string, all: boolean) => {
    const filters = JSON.stringify({ label: [`aci.group=${groupUid}`] });
    const path = `/containers/json${query({ all: String(all), filters })}`;
    return world.engine.client.json(ContainerList, { path });
  };
  const runningOf = async (groupUid: string) => (await containersOf(groupUid, false)).length;

  /** Starts containers in a process of its own on the world's data, and kills that process. */
  async function startAndDie(...scripts: string[]): Promise<string> {
    const groupUid = randomUUID();
    const program = path.resolve('test/local/aci/engine/support/backend-process.ts');
    const args = [program, world.dataFolder, testImage, groupUid, ...scripts];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const printed: unknown[] = await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit'),
    ]);
    expect(String(printed[0])).toBe('started\n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    return groupUid;
  }

  test('containers outlive the emulator, which finds those that run and those that have ended', async () => {
    const groupUid = await startAndDie('sleep 1; echo over; exit 5', 'echo quick; exit 6');
    world.restart();
    const slow = runSpec({ groupUid, container: 'container-0' });
    const quick = runSpec({ groupUid, container: 'container-1' });

    const fate = await world.backend.recover(slow);
    expect(['running', 'exited']).toContain(fate.fate);
    const exit = fate.fate === 'running' ? await world.exit(slow) : fate;
    expect(exit).toMatchObject({ exitCode: 5, outOfMemory: false });
    await expect(world.log(slow)).resolves.toBe('over\n');

    const ended = await world.backend.recover(quick);
    expect(ended).toMatchObject({ fate: 'exited', exitCode: 6, outOfMemory: false });
    await expect(world.log(quick)).resolves.toBe('quick\n');
  });

  test('a group that an earlier process has prepared goes on: its containers start again in its network', async () => {
    const groupUid = await startAndDie('echo hi > /tmp/index.html; httpd -f -p 80 -h /tmp');
    world.restart();
    const command = shell('until wget -q -O - http://127.0.0.1/; do sleep 0.05; done');
    const run = await world.start({ groupUid, container: 'client', command });
    await expect(world.output(run)).resolves.toContain('hi\n');
  });

  test('a run that was never started is absent', async () => {
    const groupUid = await world.prepare();
    await expect(world.backend.recover(runSpec({ groupUid }))).resolves.toEqual({ fate: 'absent' });
  });

  test('a container that was made and not started never begins', async () => {
    const groupUid = await world.prepare({ alone: true });
    const run = await world.start({ groupUid, command: shell('exit 0') });
    await world.exit(run);
    const [container] = await containersOf(groupUid, true);
    const made = { Labels: container?.Labels, Image: testImage, Cmd: ['sleep', '600'] };
    await world.backend.removeGroup(groupUid);
    await world.engine.client.post('/containers/create?name=aci_test_never_started', made);

    await expect(world.backend.recover(runSpec(run))).resolves.toEqual({ fate: 'absent' });
    await expect(
      world.engine.client.text({ path: '/containers/aci_test_never_started/json' }),
    ).rejects.toThrow('aci_test_never_started');
  });

  test('what runs when the emulator is stopped is taken down with it and counts as lost', async () => {
    const run = await world.run(shell('echo began; sleep 600'), {}, { alone: false });
    await eventually(async () => ((await world.log(run)) === 'began\n' ? true : undefined));
    await world.backend.close();
    await expect(runningOf(run.groupUid)).resolves.toBe(0);
    world.restart();
    await expect(world.backend.recover(runSpec(run))).resolves.toEqual({ fate: 'lost' });
    await expect(world.log(run)).resolves.toBe('began\n');
    // And its network is there again for the next run.
    const next = await world.start({ ...run, run: 2, command: shell('exit 3') });
    await expect(world.exit(next)).resolves.toMatchObject({ exitCode: 3 });
  });

  test('what belongs to groups that are not known is removed, and nothing else', async () => {
    const orphan = await startAndDie('sleep 600');
    world.restart();
    const known = await world.run(shell('sleep 600'));
    await world.backend.removeUnknown((uid) => uid === known.groupUid);
    await expect(runningOf(orphan)).resolves.toBe(0);
    await expect(runningOf(known.groupUid)).resolves.toBe(1);
  });

  test('two emulators on one engine leave each other alone', async () => {
    const other = await BackendWorld.open();
    try {
      const run = await other.run(shell('sleep 600'));
      await world.run(shell('sleep 600'));
      await world.backend.removeUnknown(() => false);
      await world.backend.close();
      await expect(runningOf(run.groupUid)).resolves.toBe(1);
    } finally {
      await other.close();
    }
  });
});
