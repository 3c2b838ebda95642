import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { identityId, subnetId } from './support/whole-group.ts';

const container = (properties: object = {}, name = 'main') => ({
  name,
  properties: { image: 'alpine:3', ...properties },
});
const main = 'group.properties.containers[0].properties';

/** Errors of a group of one container, with these parts besides. */
function errorsOf(properties: object, group: object = {}, spec: object = {}): string[] {
  const containers = [container()];
  const parsed = parseJobSpec({
    group: { ...group, properties: { containers, ...properties } },
    ...spec,
  });
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
}

const withContainer = (properties: object) => ({ containers: [container(properties)] });

describe('Azure’s rules are known before Azure is asked', () => {
  const address = (ports: object[], more: object = {}) => ({ type: 'Public', ports, ...more });
  const open = (...ports: number[]) => withContainer({ ports: ports.map((port) => ({ port })) });
  const credential = { server: 'a.azurecr.io', identity: identityId };
  const identity = { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } };
  const big = (cpu: number, memoryInGB: number) =>
    withContainer({ resources: { requests: { cpu, memoryInGB } } });

  test.each<[string, object, string[]]>([
    [
      'more than 31 vCPU',
      big(32, 1),
      ['group.properties.containers: request 32 cpu in all; a group has at most 31'],
    ],
    [
      'more than 180 GB of a confidential group',
      { ...big(1, 200), sku: 'Confidential' },
      [
        'group.properties.containers: request 200 memoryInGB in all; a confidential group has at most 180',
      ],
    ],
    [
      'more than 4 vCPU of Spot',
      { ...big(5, 17), priority: 'Spot' },
      [
        'group.properties.containers: request 5 cpu in all; a Spot group has at most 4',
        'group.properties.containers: request 17 memoryInGB in all; a Spot group has at most 16',
      ],
    ],
    [
      'a limit below the request',
      withContainer({ resources: { requests: { cpu: 2 }, limits: { cpu: 1 } } }),
      [`${main}.resources.limits.cpu: must not be less than the 2 that it requests`],
    ],
    [
      'a limit above the group',
      withContainer({ resources: { limits: { memoryInGB: 2 } } }),
      [
        `${main}.resources.limits.memoryInGB: must not be more than the 1.5 that the group requests`,
      ],
    ],
    [
      '60 containers and an init container',
      {
        containers: Array.from({ length: 60 }, (_, n) =>
          container({ resources: { requests: { cpu: 0.1, memoryInGB: 0.1 } } }, `c${n}`),
        ),
        initContainers: [container()],
      },
      ['group.properties.initContainers: a group has at most 60 containers; with these it has 61'],
    ],
    [
      'one name for two',
      { initContainers: [container()] },
      ['group.properties.containers[0].name: main is there twice'],
    ],
    [
      'a variable twice',
      withContainer({
        environmentVariables: [
          { name: 'A', value: '' },
          { name: 'A', value: '' },
        ],
      }),
      [`${main}.environmentVariables[1].name: A is there twice`],
    ],
    [
      'an underscore at an end',
      withContainer({ environmentVariables: [{ name: 'A_', value: '' }] }),
      [
        `${main}.environmentVariables[0].name: may have underscores only between letters and digits`,
      ],
    ],
    [
      'a NUL',
      withContainer({ command: ['a\0'] }),
      [`${main}.command[0]: must not hold a NUL character`],
    ],
    [
      'a probe of both kinds',
      withContainer({ livenessProbe: { exec: { command: ['a'] }, httpGet: { port: 1 } } }),
      [`${main}.livenessProbe: must have one of exec and httpGet`],
    ],
    [
      'a probe of no kind',
      withContainer({ readinessProbe: {} }),
      [`${main}.readinessProbe: must have one of exec and httpGet`],
    ],
    [
      'a mount of no volume',
      withContainer({ volumeMounts: [{ name: 'gone', mountPath: '/a' }] }),
      [`${main}.volumeMounts[0].name: there is no volume gone in the group`],
    ],
    [
      'two mounts at one path',
      {
        ...withContainer({
          volumeMounts: [
            { name: 'files', mountPath: '/a' },
            { name: 'files', mountPath: '/a' },
          ],
        }),
        volumes: [{ name: 'files', emptyDir: {} }],
      },
      [`${main}.volumeMounts[1].mountPath: /a is there twice`],
    ],
    [
      'a volume of no kind, and one of two',
      {
        volumes: [{ name: 'files' }, { name: 'other', emptyDir: {}, gitRepo: { repository: 'r' } }],
      },
      [
        'group.properties.volumes[0]: must have exactly one source: emptyDir, gitRepo, azureFile or secret',
        'group.properties.volumes[1]: must have exactly one source: emptyDir, gitRepo, azureFile or secret',
      ],
    ],
    [
      'two volumes of one name',
      {
        volumes: [
          { name: 'files', emptyDir: {} },
          { name: 'files', emptyDir: {} },
        ],
      },
      ['group.properties.volumes[1].name: files is there twice'],
    ],
    [
      'more than 20 volumes',
      { volumes: Array.from({ length: 21 }, (_, n) => ({ name: `volume${n}`, emptyDir: {} })) },
      ['group.properties.volumes: has more than 20 volumes'],
    ],
    [
      'a volume with a short name',
      { volumes: [{ name: 'a', emptyDir: {} }] },
      [
        'group.properties.volumes[0].name: must be 5 to 63 lower-case letters, digits or single hyphens'.replace(
          'single',
          'single inner',
        ),
      ],
    ],
    [
      'a port twice',
      withContainer({ ports: [{ port: 80 }, { port: 80, protocol: 'tcp' }] }),
      [`${main}.ports[1]: 80/TCP is there twice`],
    ],
    [
      'a port that Azure keeps',
      open(22, 20_500),
      [
        `${main}.ports[0].port: Azure reserves the port 22 for itself`,
        `${main}.ports[1].port: Azure reserves the port 20500 for itself`,
      ],
    ],
    [
      'an address with more than 5 ports',
      {
        ...open(1, 2, 3, 4, 5, 6),
        ipAddress: address([1, 2, 3, 4, 5, 6].map((port) => ({ port }))),
      },
      ['group.properties.ipAddress.ports: has more than 5 ports'],
    ],
    [
      'a port that no container has',
      { ...open(80), ipAddress: address([{ port: 81 }]) },
      ['group.properties.ipAddress.ports[0]: no container of the group has the port 81/TCP'],
    ],
    [
      'a private address without a subnet',
      { ...open(80), ipAddress: address([{ port: 80 }], { type: 'Private' }) },
      ['group.properties.ipAddress.type: Private needs subnetIds'],
    ],
    [
      'a public address in a subnet',
      { ...open(80), ipAddress: address([{ port: 80 }]), subnetIds: [{ id: subnetId }] },
      ['group.properties.ipAddress.type: must be Private in a subnet'],
    ],
    [
      'Spot with what it has not',
      {
        ...open(80),
        priority: 'Spot',
        sku: 'Confidential',
        ipAddress: address([{ port: 80 }]),
        subnetIds: [{ id: subnetId }],
      },
      [
        'group.properties.ipAddress.type: must be Private in a subnet',
        'group.properties.ipAddress: a Spot group has no IP address',
        'group.properties.subnetIds: a Spot group has no virtual network',
        'group.properties.sku: a Spot group has no confidential containers',
      ],
    ],
    [
      'Windows with what it has not',
      {
        osType: 'Windows',
        sku: 'Confidential',
        initContainers: [container({}, 'init')],
        containers: [container(), container({}, 'two')],
        volumes: [{ name: 'files', emptyDir: {} }],
      },
      [
        'group.properties.containers: a Windows group has no second container',
        'group.properties.initContainers: a Windows group has no init containers',
        'group.properties.volumes: a Windows group has no volumes',
        'group.properties.sku: a Windows group has no confidential containers',
      ],
    ],
    [
      'a registry by an identity that the group has not',
      { imageRegistryCredentials: [credential] },
      [
        'group.properties.imageRegistryCredentials[0].identity: must be among identity.userAssignedIdentities of the group',
      ],
    ],
  ])('%s', (_, properties, errors) => {
    expect(errorsOf(properties)).toEqual(errors);
  });

  test('more registries than containers', () => {
    const properties = { imageRegistryCredentials: [credential, credential] };
    expect(errorsOf(properties, { identity })).toEqual([
      'group.properties.imageRegistryCredentials: has more registries than the group has containers',
    ]);
  });

  test('Spot where it is not offered: by the regions of the job, or else the group’s own', () => {
    const spot = { priority: 'Spot' };
    expect(errorsOf(spot, { location: 'North Europe' })).toEqual([
      'group.location: Spot groups are offered in eastus2, westeurope, westus only',
    ]);
    expect(errorsOf(spot, { location: 'northeurope' }, { regions: ['West US', 'eastus'] })).toEqual(
      ['regions[1]: Spot groups are offered in eastus2, westeurope, westus only'],
    );
    expect(errorsOf(spot, { location: 'West Europe' })).toEqual([]);
  });

  test('rules speak beside errors of shape, and once for each field', () => {
    const errors = errorsOf({
      containers: [container({ ports: [{ port: 22 }, { port: 'x' }], command: 7 }, 'A')],
      volumes: [{ name: 'files' }],
    });
    expect(errors.map((error) => error.split(':')[0])).toEqual([
      'group.properties.containers[0].name',
      `${main}.command`,
      `${main}.ports[1].port`,
      'group.properties.volumes[0]',
      `${main}.ports[0].port`,
    ]);
  });
});
