import { once } from 'node:events';
import { createServer } from 'node:net';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  engineWithImages,
  ensureNodeImage,
  nodeImage,
  testImage,
  withEngine,
} from '../../../support/container-engine.ts';
import { eventually } from '../../../support/eventually.ts';
import { startEmulator, type TestEmulator } from '../support/in-process.ts';
import { shell } from './support/backend-world.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

withEngine(() => {
  let emulator: TestEmulator;
  beforeAll(async () => {
    const engine = await engineWithImages();
    await ensureNodeImage(engine);
    await engine.client.close();
    const ports = { httpPort: await freePort(), httpsPort: await freePort() };
    emulator = await startEmulator({ engine: 'docker', ...ports });
  });
  afterAll(async () => {
    const { client, resourceGroup } = emulator;
    for await (const { name = '' } of client.containerGroups.list()) {
      await client.containerGroups.beginDeleteAndWait(resourceGroup, name);
    }
    await emulator.stop();
  });

  const container = (name: string, script: string) => ({
    name,
    image: testImage,
    command: shell(script),
    resources: { requests: { cpu: 1, memoryInGB: 0.5 } },
  });

  /** Creates a group and waits until it is over. */
  async function run(name: string, group: Partial<ContainerGroup>): Promise<ContainerGroup> {
    const { client, resourceGroup } = emulator;
    const nothing = { location: 'westeurope', osType: 'Linux', containers: [] };
    const whole = { ...nothing, restartPolicy: 'Never', ...group };
    await client.containerGroups.beginCreateOrUpdate(resourceGroup, name, whole);
    return eventually(async () => {
      const seen = await client.containerGroups.get(resourceGroup, name);
      const isOver = ['Succeeded', 'Failed'].includes(seen.instanceView?.state ?? '');
      return isOver ? seen : undefined;
    });
  }

  async function logOf(group: string, name: string): Promise<string | undefined> {
    const { client, resourceGroup } = emulator;
    return (await client.containers.listLogs(resourceGroup, group, name)).content;
  }

  test('a job runs as a real container to its exit code and its log', async () => {
    const script = 'echo "$0 in $(hostname)"; exit 3';
    const group = await run('job', { containers: [container('main', script)] });
    expect(group.instanceView?.state).toBe('Failed');
    expect(group.containers[0]?.instanceView?.currentState).toMatchObject({
      state: 'Terminated',
      exitCode: 3,
      detailStatus: 'Error',
    });
    await expect(logOf('job', 'main')).resolves.toBe('/bin/sh in job\n');
  });

  test('an init container fills a volume before two containers that share their loopback', async () => {
    const volumeMounts = [{ name: 'shared', mountPath: '/mnt/shared' }];
    const init = { image: testImage, command: shell('echo ready > /mnt/shared/index.html') };
    const server =
      'httpd -p 127.0.0.1:8080 -h /mnt/shared; until [ -e /mnt/shared/seen ]; do sleep 0.05; done';
    const client =
      'until wget -q -O - http://127.0.0.1:8080/; do sleep 0.05; done; touch /mnt/shared/seen';
    const group = await run('pair', {
      volumes: [{ name: 'shared', emptyDir: {} }],
      initContainers: [{ name: 'init', ...init, volumeMounts }],
      containers: [
        { ...container('server', server), volumeMounts },
        { ...container('client', client), volumeMounts },
      ],
    });
    expect(group.instanceView?.state).toBe('Succeeded');
    await expect(logOf('pair', 'client')).resolves.toContain('ready\n');
  });

  test('a container reaches the emulator by the address that this machine has for it, and trusts it', async () => {
    const script = `fetch(process.env.ARM + '/metadata/endpoints?api-version=2019-05-01').then((reply) => console.log(reply.status))`;
    const main = {
      ...container('main', ''),
      image: nodeImage,
      command: ['node', '-e', script],
      environmentVariables: [{ name: 'ARM', value: emulator.armHttps }],
    };
    await run('reach', { containers: [main] });
    await expect(logOf('reach', 'main')).resolves.toBe('200\n');
  });

  test('an image that no registry has is refused at once', async () => {
    const { client, resourceGroup } = emulator;
    const containers = [{ ...container('main', 'true'), image: 'registry.invalid/some/image:1' }];
    const group = { location: 'westeurope', osType: 'Linux', containers };
    await expect(
      client.containerGroups.beginCreateOrUpdate(resourceGroup, 'refused', group),
    ).rejects.toMatchObject({ statusCode: 400, code: 'InaccessibleImage' });
  });
});
