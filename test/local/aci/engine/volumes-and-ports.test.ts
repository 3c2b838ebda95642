import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { userImage, withEngine } from '../../../support/container-engine.ts';
import { eventually } from '../../../support/eventually.ts';
import { BackendWorld, partsOf, shell } from './support/backend-world.ts';

const mountAt = (volume: string, readOnly = false) => [
  { volume, mountPath: '/mnt/volume', readOnly },
];

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

withEngine(() => {
  let world: BackendWorld;
  beforeAll(async () => {
    world = await BackendWorld.open();
  });
  afterAll(() => world.close());

  test('containers share an empty folder, whoever their users are, and it outlives them', async () => {
    const groupUid = await world.prepare({ volumes: [{ name: 'scratch', emptyDir: {} }] });
    const shared = { groupUid, mounts: mountAt('scratch') };
    const script = 'id -u; echo one > /mnt/volume/file';
    const user = { ...shared, container: 'user', image: userImage, command: shell(script) };
    await expect(world.output(await world.start(user))).resolves.toBe('1000\n');
    const reader = { ...shared, container: 'root', command: ['cat', '/mnt/volume/file'] };
    await expect(world.output(await world.start(reader))).resolves.toBe('one\n');
    const again = { ...reader, container: 'user', image: userImage, run: 2 };
    await expect(world.output(await world.start(again))).resolves.toBe('one\n');
  });

  test('a secret is read by every user and written by none', async () => {
    const secret = { token: Buffer.from('s3cret').toString('base64') };
    const script = 'cat /mnt/volume/token; echo x > /mnt/volume/token || echo " refused"';
    for (const image of [undefined, userImage]) {
      const spec = { mounts: mountAt('keys'), ...(image && { image }) };
      const run = await world.run(shell(script), spec, { volumes: [{ name: 'keys', secret }] });
      const output = await world.output(run);
      expect(output).toMatch(/^s3cret/);
      expect(output).toContain('refused');
    }
  });

  test('what a container writes to a share is on this machine', async () => {
    const share = path.join(world.dataFolder, 'azure-files', 'account', 'data');
    await mkdir(share, { recursive: true });
    await writeFile(path.join(share, 'in'), 'from here');
    const azureFile = { shareName: 'data', storageAccountName: 'account' };
    const script = 'cat /mnt/volume/in; echo there > /mnt/volume/out';
    const volumes = [{ name: 'share', azureFile }];
    const run = await world.run(shell(script), { mounts: mountAt('share') }, { volumes });
    await expect(world.output(run)).resolves.toBe('from here');
    await expect(readFile(path.join(share, 'out'), 'utf8')).resolves.toBe('there\n');
  });

  test('a mount that is for reading only is', async () => {
    const mounts = mountAt('scratch', true);
    const volumes = [{ name: 'scratch', emptyDir: {} }];
    const run = await world.run(shell('touch /mnt/volume/x'), { mounts }, { volumes });
    await expect(world.output(run)).resolves.toContain('Read-only file system');
  });

  test('a share that is not there can not be mounted', async () => {
    const azureFile = { shareName: 'missing', storageAccountName: 'account' };
    const parts = partsOf(randomUUID(), { volumes: [{ name: 'share', azureFile }] });
    await expect(world.backend.prepareGroup(parts)).resolves.toEqual({
      result: 'mountFailed',
      message: 'Output: mount error(2): No such file or directory',
    });
  });

  const serve = shell('echo hello > /tmp/index.html; exec httpd -f -p 80 -h /tmp');

  test('a public port is open on this machine under its own number', async () => {
    const port = await freePort();
    const publicPorts = [{ port, protocol: 'TCP' as const }];
    const groupUid = await world.prepare({ publicPorts, alone: true });
    const command = shell(`echo hello > /tmp/index.html; exec httpd -f -p ${port} -h /tmp`);
    await world.start({ groupUid, command });
    const body = await eventually(() =>
      fetch(`http://127.0.0.1:${port}/`).then(
        (reply) => reply.text(),
        () => undefined,
      ),
    );
    expect(body).toBe('hello\n');
  });

  test('a port for probes is open under some number of this machine', async () => {
    const groupUid = await world.prepare({ probedPorts: [80] });
    await world.start({ groupUid, command: serve });
    const { hostname, port } = await world.backend.addressOf(groupUid, 80);
    const body = await eventually(() =>
      fetch(`http://${hostname}:${port}/`).then(
        (reply) => reply.text(),
        () => undefined,
      ),
    );
    expect(body).toBe('hello\n');
    await expect(world.backend.addressOf(groupUid, 81)).rejects.toThrow('81 is not published');
  });

  test('a port that is taken on this machine is named, and nothing is left behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const groupUid = randomUUID();
    const parts = partsOf(groupUid, { publicPorts: [{ port, protocol: 'TCP' }] });
    const prepared = await world.backend.prepareGroup(parts);
    other.close();
    expect(prepared).toEqual({ result: 'failed', message: expect.stringContaining(String(port)) });
    await expect(world.backend.prepareGroup(parts)).resolves.toMatchObject({ result: 'ready' });
  });

  test('a group whose ports have changed has the new ones', async () => {
    const groupUid = await world.prepare({ probedPorts: [81] });
    const first = await world.start({ groupUid, command: shell('sleep 600') });
    await world.backend.kill(first);
    await world.backend.prepareGroup(partsOf(groupUid, { probedPorts: [80] }));
    await world.start({ groupUid, run: 2, command: serve });
    await expect(world.backend.addressOf(groupUid, 80)).resolves.toMatchObject({
      hostname: '127.0.0.1',
    });
    await expect(world.backend.addressOf(groupUid, 81)).rejects.toThrow('not published');
  });
});
