import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SharedParts } from '../../../local/aci/container-groups/container-backend.ts';
import type { Volume } from '../../../local/aci/model/volume-spec.ts';
import { ProcessWorld, runOf } from './support/process-world.ts';

let world: ProcessWorld;

beforeEach(async () => {
  world = await ProcessWorld.make();
});
afterEach(() => world.end());

const parts = (volumes: readonly Volume[]): SharedParts => ({
  ...{ groupUid: 'group', groupName: 'group', volumes },
  ...{ images: [], publicPorts: [], probedPorts: [] },
});
const mount = (volume: string) => ({ volume, mountPath: `/mnt/${volume}`, readOnly: false });

test('a container finds its volumes by the numbers of its mounts', async () => {
  const secret = { token: Buffer.from('s3cret').toString('base64') };
  const ready = await world.backend.prepareGroup(
    parts([
      { name: 'secrets', secret },
      { name: 'scratch', emptyDir: {} },
    ]),
  );
  const script = 'cat $ACI_MOUNT_1/token; echo; echo done > $ACI_MOUNT_0/out; cat $ACI_MOUNT_0/out';
  const run = await world.run('group', script, { mounts: [mount('scratch'), mount('secrets')] });

  expect(ready).toEqual({ result: 'ready', ipAddress: '127.0.0.1' });
  await world.exit(run);
  await expect(world.log(run)).resolves.toBe('s3cret\ndone\n');
});

test('two containers of a group share an empty directory, and a restarted one finds what it wrote', async () => {
  await world.backend.prepareGroup(parts([{ name: 'scratch', emptyDir: {} }]));
  const mounts = [mount('scratch')];
  const first = 'echo first >> $ACI_MOUNT_0/all';
  await world.exit(await world.run('group', first, { container: 'one', mounts }));
  const script = 'echo second >> $ACI_MOUNT_0/all; cat $ACI_MOUNT_0/all';
  const two = { container: 'two', mounts };
  await world.exit(await world.run('group', script, two));
  const again = await world.run('group', script, { ...two, run: 2 });

  await world.exit(again);
  await expect(world.log(again)).resolves.toBe('first\nsecond\nsecond\n');
});

test('a share of Azure Files is a folder that stays when its group is gone', async () => {
  const share = path.join(world.folder, 'azure-files', 'account', 'share');
  await mkdir(share, { recursive: true });
  await writeFile(path.join(share, 'in'), 'from outside');
  const azureFile = { storageAccountName: 'account', shareName: 'share' };
  await world.backend.prepareGroup(parts([{ name: 'shared', azureFile }]));
  const script = 'cp $ACI_MOUNT_0/in $ACI_MOUNT_0/out';
  await world.exit(await world.run('group', script, { mounts: [mount('shared')] }));
  await world.backend.removeGroup('group');

  await expect(readFile(path.join(share, 'out'), 'utf8')).resolves.toBe('from outside');
  expect(existsSync(path.join(world.folder, 'containers', 'group'))).toBe(false);
});

test('a share that does not exist can not be mounted', async () => {
  const azureFile = { storageAccountName: 'account', shareName: 'missing' };
  await expect(
    world.backend.prepareGroup(parts([{ name: 'shared', azureFile }])),
  ).resolves.toMatchObject({
    result: 'mountFailed',
    message: expect.stringContaining('mount error'),
  });
});

test('a run whose volume was never prepared does not start, by the name of the volume', async () => {
  const run = runOf('group', 'exit 0', { mounts: [mount('scratch')] });
  await expect(world.backend.start(run)).resolves.toEqual({
    result: 'failed',
    message: "the volume 'scratch' is not there",
  });
});

test('an emulator that comes back starts containers on the volumes of before', async () => {
  await world.backend.prepareGroup(parts([{ name: 'scratch', emptyDir: {} }]));
  const mounts = [mount('scratch')];
  await world.exit(await world.run('group', 'echo kept > $ACI_MOUNT_0/file', { mounts }));
  const next = world.again();
  const run = await next.run('group', 'cat $ACI_MOUNT_0/file', { mounts, run: 2 });

  await next.exit(run);
  await expect(next.log(run)).resolves.toBe('kept\n');
});

test('the volumes of a removed group are gone, also of one that nobody knows any more', async () => {
  const volumes = [{ name: 'scratch', emptyDir: {} }];
  await world.backend.prepareGroup(parts(volumes));
  await world.backend.prepareGroup({ ...parts(volumes), groupUid: 'unknown' });
  await world.backend.removeGroup('group');
  await world.backend.removeUnknown(() => false);

  expect(readdirSync(path.join(world.folder, 'volumes'))).toEqual([]);
  expect(readdirSync(path.join(world.folder, 'containers'))).toEqual([]);
});
