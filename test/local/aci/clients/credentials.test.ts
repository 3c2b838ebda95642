import process from 'node:process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import {
  ClientSecretCredential,
  DefaultAzureCredential,
  EnvironmentCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { z } from 'zod';
import { groupOf, shell } from '../support/groups.ts';
import { startEmulator, type TestEmulator } from '../support/in-process.ts';

let emulator: TestEmulator;
let issued = '';

/** The emulator looks into tokens, so that each credential has to get a good one. */
beforeAll(async () => {
  emulator = await startEmulator();
  const strict = { method: 'PATCH', body: '{"tokens":"strict"}' };
  await fetch(`${emulator.arm}/_emu/behaviour`, strict);
  const headers = { 'X-IDENTITY-HEADER': 'any' };
  const resource = 'https://management.azure.com';
  const reply = await fetch(`${emulator.arm}/msi/token?resource=${resource}`, { headers });
  issued = z.object({ access_token: z.string() }).parse(await reply.json()).access_token;
});
afterAll(() => emulator.stop());

const tenant = '22222222-2222-2222-2222-222222222222';
const application = '33333333-3333-3333-3333-333333333333';

const appService = () => ({
  IDENTITY_ENDPOINT: `${emulator.arm}/msi/token`,
  IDENTITY_HEADER: 'any',
});
const virtualMachine = () => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: emulator.arm });
const inEnvironment = () => ({
  AZURE_TENANT_ID: tenant,
  AZURE_CLIENT_ID: application,
  AZURE_CLIENT_SECRET: 'any',
  AZURE_AUTHORITY_HOST: emulator.armHttps,
});

interface Case {
  readonly name: string;
  readonly variables: () => Record<string, string>;
  readonly make: () => TokenCredential;
}

const nothing = () => ({});
// The cloud's own authority is not asked whether it knows this one.
const authority = () => ({ authorityHost: emulator.armHttps, disableInstanceDiscovery: true });

const cases: readonly Case[] = [
  {
    name: 'a static token',
    variables: nothing,
    make: () => ({
      getToken: () => Promise.resolve({ token: issued, expiresOnTimestamp: 4_102_444_800_000 }),
    }),
  },
  {
    name: 'ManagedIdentityCredential in App Service',
    variables: appService,
    make: () => new ManagedIdentityCredential(),
  },
  {
    name: 'ManagedIdentityCredential with a user-assigned identity',
    variables: appService,
    make: () => new ManagedIdentityCredential({ clientId: application }),
  },
  {
    name: 'ManagedIdentityCredential on a virtual machine',
    variables: virtualMachine,
    make: () => new ManagedIdentityCredential(),
  },
  {
    name: 'DefaultAzureCredential by managed identity',
    variables: appService,
    make: () => new DefaultAzureCredential(),
  },
  {
    name: 'DefaultAzureCredential by the secret in the environment',
    variables: inEnvironment,
    make: () => new DefaultAzureCredential(authority()),
  },
  {
    name: 'EnvironmentCredential',
    variables: inEnvironment,
    make: () => new EnvironmentCredential(authority()),
  },
  {
    name: 'ClientSecretCredential',
    variables: nothing,
    make: () => new ClientSecretCredential(tenant, application, 'any', authority()),
  },
];

/** Runs with these variables in place of any of the person's own that name an identity. */
async function withVariables(
  variables: Record<string, string>,
  task: () => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  for (const name of Object.keys(before))
    if (/^(azure|identity|msi)_/i.test(name)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, variables);
  try {
    await task();
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

const quick = { updateIntervalInMs: 20 };

test.each(cases)(
  'with $name a group goes from its create to its delete',
  async ({ variables, make }) => {
    await withVariables(variables(), async () => {
      const { subscriptionId, resourceGroup, armHttps } = emulator;
      const { containerGroups, containers } = new ContainerInstanceManagementClient(
        make(),
        subscriptionId,
        { endpoint: armHttps },
      );
      const spec = groupOf(shell('echo here; sleep 600'));
      const created = await containerGroups.beginCreateOrUpdateAndWait(
        resourceGroup,
        'life',
        spec,
        quick,
      );
      const listed = [];
      for await (const { name } of containerGroups.listByResourceGroup(resourceGroup))
        listed.push(name);
      await untilLogged(() => containers.listLogs(resourceGroup, 'life', 'main'));
      const tagged = await containerGroups.update(resourceGroup, 'life', { tags: { a: 'b' } });
      await containerGroups.stop(resourceGroup, 'life');
      const stopped = await containerGroups.get(resourceGroup, 'life');
      await containerGroups.beginStartAndWait(resourceGroup, 'life', quick);
      await containerGroups.beginRestartAndWait(resourceGroup, 'life', quick);
      const restarted = await containerGroups.get(resourceGroup, 'life');
      await containerGroups.beginDeleteAndWait(resourceGroup, 'life', quick);

      expect(created.provisioningState).toBe('Succeeded');
      expect(listed).toEqual(['life']);
      expect(tagged.tags).toEqual({ a: 'b' });
      expect(stopped.instanceView?.state).toBe('Stopped');
      expect(restarted.instanceView?.state).toBe('Running');
      await expect(containerGroups.get(resourceGroup, 'life')).rejects.toMatchObject({
        statusCode: 404,
        code: 'ResourceNotFound',
      });
    });
  },
);

async function untilLogged(read: () => Promise<{ content?: string }>): Promise<void> {
  while ((await read()).content !== 'here\n')
    await new Promise((resolve) => setTimeout(resolve, 20));
}
