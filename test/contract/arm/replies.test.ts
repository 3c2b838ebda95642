import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, type TestEmulator } from '../../local/aci/support/in-process.ts';
import { container, groupBody, put } from '../../local/aci/support/requests.ts';
import { withShared } from '../../support/shared-material.ts';
import { ReplyChecker } from './check-reply.ts';
import { specificationPart } from './specification.ts';

const rich = groupBody(
  {
    containers: [
      container('one', {
        environmentVariables: [{ name: 'A', secureValue: 'b' }],
        ports: [{ port: 80 }],
      }),
      container('two', { command: ['no-such-program'] }),
      container('three', { command: ['/bin/sh', '-c', 'exit 3'] }),
    ],
    imageRegistryCredentials: [{ server: 's', username: 'u', password: 'p' }],
    ipAddress: {
      type: 'Public',
      ports: [{ port: 80, protocol: 'TCP' }],
      dnsNameLabel: 'some-name',
    },
    diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: 'k' } },
    dnsConfig: { nameServers: ['1.1.1.1'] },
    subnetIds: [{ id: '/x' }],
    priority: 'Regular',
  },
  { tags: { a: 'b' }, zones: ['1'], identity: { type: 'SystemAssigned' } },
);

const provider =
  '/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.ContainerInstance';

const requests: readonly (readonly [method: string, path: string, status: number, body: string])[] =
  [
    ['GET', 'containerGroups/rich', 200, ''],
    ['GET', 'containerGroups', 200, ''],
    ['GET', `${provider}/containerGroups`, 200, ''],
    ['PATCH', 'containerGroups/rich', 200, '{"tags":{"c":"d"}}'],
    ['GET', 'containerGroups/rich/containers/three/logs', 200, ''],
    ['GET', 'containerGroups/rich/outboundNetworkDependenciesEndpoints', 200, ''],
    ['GET', `${provider}/locations/westeurope/usages`, 200, ''],
    ['GET', `${provider}/locations/westeurope/capabilities`, 200, ''],
    ['GET', `${provider}/locations/westeurope/cachedImages`, 200, ''],
    ['GET', '/providers/Microsoft.ContainerInstance/operations', 200, ''],
    ['GET', 'containerGroups/none', 404, ''],
    ['PUT', 'containerGroups/none', 400, '{}'],
    ['POST', 'containerGroups/none/start', 404, ''],
    ['DELETE', 'containerGroups/rich', 200, ''],
    ['DELETE', 'containerGroups/rich', 204, ''],
  ];

withShared(specificationPart, () => {
  const checker = new ReplyChecker();
  let emulator: TestEmulator;

  beforeAll(async () => {
    emulator = await startEmulator();
    await put(emulator, 'rich', rich);
    await untilEnded('three');
  });
  afterAll(() => emulator.stop());

  async function untilEnded(name: string): Promise<void> {
    for (;;) {
      const { containers } = await emulator.client.containerGroups.get('tests', 'rich');
      const found = containers.find((candidate) => candidate.name === name);
      if (found?.instanceView?.currentState?.state === 'Terminated') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test.each(requests)('%s %s is answered with %i as specified', async (...request) => {
    const [method, path, status, body] = request;
    const reply = await emulator.arms(path, { method, ...(body !== '' && { body }) });
    const { pathname, search } = new URL(reply.url);
    const text = await reply.text();
    const verdict = checker.check({ method, url: `${pathname}${search}`, status, text });
    expect(reply.status).toBe(status);
    expect(verdict.operation).toBeDefined();
    expect(verdict.problems).toEqual([]);
  });
});
