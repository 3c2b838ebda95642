import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { container, groupBody, put } from '../local/aci/support/requests.ts';
import { startEmulator, type TestEmulator } from '../local/aci/support/in-process.ts';
import { withShared } from '../support/shared-material.ts';
import { ArmSwagger } from './arm-swagger.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const Journal = z.object({ operation: z.string(), status: z.int() });

/** A reply with the operation that gave it, as the journal has it. */
async function reply(pending: Promise<Response>) {
  const response = await pending;
  const text = await response.text();
  const lines = (await (await fetch(`${emulator.arm}/_emu/journal?kind=request`)).text())
    .trim()
    .split('\n');
  const { operation, status } = Journal.parse(JSON.parse(lines.at(-1) ?? ''));
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { operation, status, body };
}

/** Everything that a group's life shows, good and bad. */
async function allReplies() {
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
  const replies = [await reply(put(emulator, 'rich', rich))];
  await new Promise((resolve) => setTimeout(resolve, 200));
  const s = `/subscriptions/${emulator.subscriptionId}/providers/Microsoft.ContainerInstance`;
  const paths = [
    ['GET', 'containerGroups/rich'],
    ['GET', 'containerGroups'],
    ['GET', `${s}/containerGroups`],
    ['PATCH', 'containerGroups/rich', '{"tags":{"c":"d"}}'],
    ['GET', 'containerGroups/rich/containers/three/logs'],
    ['GET', 'containerGroups/rich/outboundNetworkDependenciesEndpoints'],
    ['GET', `${s}/locations/westeurope/usages`],
    ['GET', `${s}/locations/westeurope/capabilities`],
    ['GET', `${s}/locations/westeurope/cachedImages`],
    ['GET', '/providers/Microsoft.ContainerInstance/operations'],
    ['GET', 'containerGroups/none'],
    ['PUT', 'containerGroups/none', '{}'],
    ['DELETE', 'containerGroups/rich'],
    ['DELETE', 'containerGroups/rich'],
  ] as const;
  for (const [method, path, body] of paths) {
    const init = { method, ...(body !== undefined && { body }) };
    replies.push(await reply(emulator.arms(path, init)));
  }
  return replies;
}

withShared('specs/aci', () => {
  test('every reply is as the specification of the API says', async () => {
    const replies = await allReplies();
    const swagger = new ArmSwagger();
    const problems = replies.flatMap(({ operation, status, body }) =>
      swagger.problemsOf(operation, status, body),
    );
    expect(replies.map(({ status }) => status)).not.toContain(500);
    expect(problems).toEqual([]);
  });
});
