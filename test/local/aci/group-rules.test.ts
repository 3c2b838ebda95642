import { expect, test } from '@jest/globals';
import { groupProblems } from '../../../local/aci/model/group-rules.ts';
import { GroupProperties } from '../../../local/aci/model/group-spec.ts';
import { reservedPorts } from '../../../local/aci/model/port-rules.ts';

const resources = { requests: { cpu: 1, memoryInGB: 1 } };
const container = (more: object = {}, name = 'main'): object => ({
  name,
  properties: { image: 'a', resources, ...more },
});
const init = (more: object = {}, name = 'first'): object => ({
  name,
  properties: { image: 'a', ...more },
});
const emptyDir = { name: 'scratch', emptyDir: {} };
const secret = { name: 'keys-1', secret: { key: 'c2VjcmV0' } };
const mount = (name: string, mountPath = '/mnt'): object => ({
  volumeMounts: [{ name, mountPath }],
});

/** Code and target of each problem. */
function problems(properties: object): string[] {
  const parsed = GroupProperties.parse({ containers: [container()], ...properties });
  return groupProblems('group', parsed).map(
    ({ code, target }) => `${code}${target === undefined ? '' : ` ${target}`}`,
  );
}

test('a group of all kinds of parts has no problem', () => {
  expect(
    problems({
      initContainers: [init(mount('scratch'))],
      volumes: [
        emptyDir,
        secret,
        { name: 'share', azureFile: { shareName: 's', storageAccountName: 'a' } },
        { name: 'clone', gitRepo: { repository: 'https://example.org/x' } },
      ],
      containers: [
        container({
          ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }, { port: 53 }],
          livenessProbe: { exec: { command: ['true'] } },
          readinessProbe: { httpGet: { port: 80 } },
          volumeMounts: [
            { name: 'scratch', mountPath: '/a' },
            { name: 'scratch', mountPath: '/b' },
            { name: 'keys-1', mountPath: '/keys', readOnly: true },
          ],
        }),
      ],
      ipAddress: { type: 'Public', ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] },
    }),
  ).toEqual([]);
});

const at = 'properties.containers[0].properties';

test.each<[string, object, string[]]>([
  [
    'an init container has the name of a container',
    { initContainers: [init({}, 'main')] },
    ['InvalidRequestContent properties.containers[0].name'],
  ],
  [
    'volumes share a name',
    { volumes: [emptyDir, { ...secret, name: 'scratch' }] },
    ['InvalidRequestContent properties.volumes[1].name'],
  ],
  [
    'a volume has no source',
    { volumes: [{ name: 'empty' }] },
    ['InvalidRequestContent properties.volumes[0]'],
  ],
  [
    'a volume has two sources',
    { volumes: [{ ...secret, emptyDir: {} }] },
    ['InvalidRequestContent properties.volumes[0]'],
  ],
  [
    'a container mounts what is not there',
    { containers: [container(mount('nothing'))] },
    [`InvalidRequestContent ${at}.volumeMounts[0].name`],
  ],
  [
    'an init container mounts what is not there',
    { initContainers: [init(mount('nothing'))] },
    ['InvalidRequestContent properties.initContainers[0].properties.volumeMounts[0].name'],
  ],
  [
    'two volumes are mounted at one path',
    {
      volumes: [emptyDir, secret],
      containers: [
        container({
          volumeMounts: [
            { name: 'scratch', mountPath: '/a' },
            { name: 'keys-1', mountPath: '/a' },
          ],
        }),
      ],
    },
    [`InvalidRequestContent ${at}.volumeMounts[1].mountPath`],
  ],
  [
    'a probe has two ways to ask',
    {
      containers: [
        container({ livenessProbe: { exec: { command: ['a'] }, httpGet: { port: 80 } } }),
      ],
    },
    [`InvalidRequestContent ${at}.livenessProbe`],
  ],
  [
    'a probe has no way to ask',
    { containers: [container({ readinessProbe: {} })] },
    [`InvalidRequestContent ${at}.readinessProbe`],
  ],
  [
    'a probe runs nothing',
    { containers: [container({ readinessProbe: { exec: { command: [] } } })] },
    [`InvalidRequestContent ${at}.readinessProbe.exec.command`],
  ],
  [
    'two containers have one port',
    {
      containers: [
        container({ ports: [{ port: 80 }] }),
        container({ ports: [{ port: 80, protocol: 'TCP' }] }, 'other'),
      ],
    },
    ['InvalidRequestContent properties.containers[1].properties.ports[0]'],
  ],
  [
    'an address has a port that no container has',
    { ipAddress: { type: 'Public', ports: [{ port: 80 }] } },
    ['InvalidRequestContent properties.ipAddress.ports[0]'],
  ],
  [
    'an address has no port',
    { ipAddress: { type: 'Public', ports: [] } },
    ['MissingIpAddressPorts properties.ipAddress.ports'],
  ],
  [
    'an init container has both kinds of value',
    {
      initContainers: [
        init({ environmentVariables: [{ name: 'A', value: '', secureValue: 'x' }] }),
      ],
    },
    ['InvalidRequestContent properties.initContainers[0].properties.environmentVariables[0]'],
  ],
  [
    'a Spot group has all that it can not have',
    {
      priority: 'Spot',
      sku: 'Confidential',
      subnetIds: [{ id: 'x' }],
      containers: [
        container({
          ports: [{ port: 80 }],
          resources: { requests: { cpu: 5, memoryInGB: 1, gpu: { count: 1, sku: 'K80' } } },
        }),
      ],
      ipAddress: { type: 'Public', ports: [{ port: 80 }] },
    },
    [
      'InvalidRequestContent properties.containers',
      'SpotPriorityContainerGroupNotSupportedForInboundConnectivity properties.ipAddress',
      'InvalidRequestContent properties.subnetIds',
      'SpotPriorityContainerGroupNotSupportedInSku properties.sku',
      'SpotPriorityContainerGroupWithGPUResourcesNotSupported properties.containers',
    ],
  ],
  [
    'a Windows group has what only Linux has',
    {
      osType: 'Windows',
      containers: [container(), container({}, 'other')],
      initContainers: [init()],
      volumes: [emptyDir],
    },
    [
      'InvalidRequestContent properties.containers',
      'InvalidRequestContent properties.initContainers',
      'InvalidRequestContent properties.volumes',
    ],
  ],
])('%s', (_what, properties, expected) => {
  expect(problems(properties)).toEqual(expected);
});

test('ports that Azure keeps are known', () => {
  const ports = [22, 80, 1026, 8080, 25_000, 65_534, 65_535].map((port) => ({ port }));
  const properties = GroupProperties.parse({ containers: [container({ ports })] });
  expect(reservedPorts(properties)).toEqual([22, 1026, 25_000, 65_534]);
});
