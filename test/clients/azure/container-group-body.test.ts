import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { describe, expect, test } from '@jest/globals';
import { containerGroupBody } from '../../../clients/azure/container-group-body.ts';
import { makeGroupPlan } from '../../../jobs/make-group-plan.ts';
import { planOf } from '../../../jobs/plan.ts';
import { secretRefsOf } from '../../../jobs/spec/secret-refs.ts';
import { groupProblems } from '../../../local/aci/model/group-rules.ts';
import { GroupBody } from '../../../local/aci/model/group-spec.ts';
import { everything, exported, identityId, secretive } from '../../jobs/support/whole-group.ts';
import { allowingAll, specOf, target } from '../../support/job-world.ts';

const values = new Map(
  secretRefsOf(specOf({ group: secretive }).group ?? secretive).map(({ ref }) => [
    ref,
    `value of ${ref}`,
  ]),
);

const madeOf = {
  attempt: { jobId: 'j', task: 0, attempt: 1, target },
  grants: { inputUrls: [], outputUrl: 'https://out?sig=s' },
  owner: 'me',
  leaseUntil: new Date('2026-01-01T00:00:00Z'),
};

/** What the SDK sends to ARM for the group of a job. */
async function sentFor(group: object): Promise<unknown> {
  const { plan } = { plan: undefined, ...planOf(specOf({ group }), 1, allowingAll) };
  if (!plan) throw new Error('It was not planned.');
  const made = makeGroupPlan({ ...madeOf, plan });
  let sent: unknown;
  const token = () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 });
  const client = new ContainerInstanceManagementClient({ getToken: token }, 'subscription', {
    retryOptions: { maxRetries: 0 },
    httpClient: {
      sendRequest: ({ body }) => {
        sent = typeof body === 'string' ? JSON.parse(body) : body;
        return Promise.reject(new Error('seen'));
      },
    },
  });
  const put = client.containerGroups.beginCreateOrUpdate(
    'rg',
    made.name,
    containerGroupBody(made, values),
  );
  await expect(put).rejects.toThrow('seen');
  return sent;
}

describe('the group that is sent to ARM', () => {
  test('is all that the spec says, with what durable-aci adds', async () => {
    const { initContainers, containers, ipAddress, ...rest } = everything.properties;
    const [init] = initContainers;
    const [main, side] = containers;
    const { environmentVariables, ports, readinessProbe, ...properties } = main?.properties ?? {};
    expect(await sentFor(everything)).toMatchObject({
      location: 'westeurope',
      zones: ['1'],
      identity: everything.identity,
      properties: {
        ...rest,
        ipAddress,
        initContainers: [{ name: init?.name, properties: { image: init?.properties.image } }],
        containers: [
          {
            name: main?.name,
            properties: {
              ...properties,
              environmentVariables: expect.arrayContaining([
                ...(environmentVariables ?? []),
                { name: 'JOB_ID', value: 'j' },
                { name: 'OUTPUT_URL', secureValue: 'https://out?sig=s' },
              ]),
              ports: ports?.map(({ port, protocol }) => ({
                port,
                protocol: protocol.toUpperCase(),
              })),
              readinessProbe: {
                ...readinessProbe,
                httpGet: { ...readinessProbe?.httpGet, scheme: 'http' },
              },
            },
          },
          side,
        ],
      },
    });
  });

  test.each([
    ['everything', everything],
    ['an export', exported],
    ['secrets', secretive],
    ['a Spot group', { properties: { ...oneContainer().properties, priority: 'Spot' } }],
    ['a Windows group', { properties: { ...oneContainer().properties, osType: 'Windows' } }],
  ])('is one that ARM takes: %s', async (_, group) => {
    const { properties } = GroupBody.parse(await sentFor(group));
    expect(groupProblems('j-0-1', properties)).toEqual([]);
  });

  test('has the secrets where ARM never shows them again, and no word of where they come from', async () => {
    const sent = await sentFor(secretive);
    const token = { name: 'TOKEN', secureValue: 'value of api-token' };
    expect(sent).toMatchObject({
      properties: {
        initContainers: [{ properties: { environmentVariables: expect.arrayContaining([token]) } }],
        containers: [
          {
            properties: {
              environmentVariables: expect.arrayContaining([
                { name: 'MODE', value: 'fast' },
                token,
                { name: 'OLD_TOKEN', secureValue: expect.stringMatching(/^value of api-token\/0/) },
              ]),
            },
          },
        ],
        imageRegistryCredentials: [
          {
            server: 'example.azurecr.io',
            username: 'puller',
            password: 'value of registry-password',
          },
        ],
        volumes: [
          {
            name: 'share',
            azureFile: {
              shareName: 'data',
              storageAccountName: 'account',
              readOnly: true,
              storageAccountKey: 'value of https://other.vault.azure.net/secrets/storage-key',
            },
          },
          {
            name: 'secrets',
            secret: { 'config.json': Buffer.from('value of config').toString('base64') },
          },
        ],
      },
    });
    expect(JSON.stringify(sent)).not.toContain('secretRef');
  });

  test('is not made without a secret that it names', () => {
    const { plan } = { plan: undefined, ...planOf(specOf({ group: secretive }), 1, allowingAll) };
    if (!plan) throw new Error('It was not planned.');
    const made = makeGroupPlan({ ...madeOf, plan });
    expect(() => containerGroupBody(made)).toThrow('The secret api-token was not resolved');
  });

  test('has the identities of an export, and not the addresses of the group it was of', async () => {
    const sent = await sentFor(exported);
    expect(sent).toMatchObject({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
    });
    expect(JSON.stringify(sent)).not.toMatch(/fqdn|20\.1\.2\.3|mygroup|instanceView/);
  });

  test('has the tags of durable-aci, whatever the spec’s say', async () => {
    const tags = { Owner: 'they', JOB: 'x', leaseuntil: '9999', mine: 'yes' };
    expect(await sentFor({ ...oneContainer(), tags })).toHaveProperty('tags', {
      mine: 'yes',
      owner: 'me',
      kind: 'job',
      job: 'j',
      task: '0',
      attempt: '1',
      leaseUntil: '2026-01-01T00:00:00.000Z',
    });
  });
});

function oneContainer() {
  return { properties: { containers: [{ name: 'main', properties: { image: 'i' } }] } };
}
