import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { everything, exported, secretive } from './support/whole-group.ts';

const container = (properties: object = {}, name = 'main') => ({
  name,
  properties: { image: 'alpine:3', ...properties },
});

/** Errors of a group of one container, with these parts besides. */
function errorsOf(properties: object, group: object = {}): string[] {
  const containers = [container()];
  const parsed = parseJobSpec({
    group: { ...group, properties: { containers, ...properties } },
  });
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
}

const withContainer = (properties: object) => ({ containers: [container(properties)] });

describe('a group', () => {
  test.each([
    ['has all that ARM takes at 2023-05-01', everything],
    ['is what az container export prints', exported],
    ['names secrets', secretive],
  ])('that %s is accepted', (_, group) => {
    expect(parseJobSpec({ group })).toMatchObject({ ok: true });
  });

  test('keeps nothing of what only replies of ARM hold', () => {
    const parsed = parseJobSpec({ group: exported });
    const kept = JSON.stringify(parsed);
    for (const field of [
      'instanceView',
      'provisioningState',
      'fqdn',
      'extended_location',
      'mygroup',
    ])
      expect(kept).not.toContain(field);
  });

  test('may have nulls where it could have nothing, as ARM takes them', () => {
    expect(
      errorsOf({ volumes: null, containers: [container({ command: null })] }, { tags: null }),
    ).toEqual([]);
    expect(errorsOf({ containers: null })).toEqual(['group.properties.containers: is required']);
  });
});

describe('what cannot be run is refused by name, with the reason', () => {
  const gpu = { count: 1, sku: 'V100' };
  const share = { shareName: 'shared', storageAccountName: 'account' };
  test.each([
    [{ restartPolicy: 'Always' }, 'restartPolicy', /start the containers again for ever/],
    [
      withContainer({ resources: { requests: { gpu } } }),
      'containers[0].properties.resources.requests.gpu',
      /retired/,
    ],
    [
      withContainer({ resources: { limits: { gpu } } }),
      'containers[0].properties.resources.limits.gpu',
      /retired/,
    ],
    [
      { volumes: [{ name: 'share', azureFile: { ...share, storageAccountKey: 'canary' } }] },
      'volumes[0].azureFile.storageAccountKey',
      /stored and shown.*secretRef/,
    ],
    [
      { volumes: [{ name: 'share', azureFile: share }] },
      'volumes[0].azureFile.secretRef',
      /in place of the storageAccountKey/,
    ],
    [
      { volumes: [{ name: 'secret', secret: { a: 'Yg==' } }] },
      'volumes[0].secret.a',
      /stored and shown.*secretRef/,
    ],
    [{ diagnostics: { logAnalytics: {} } }, 'diagnostics', /a secret/],
    [{ extensions: [{ name: 'vk' }] }, 'extensions[0]', /virtual nodes/],
    [
      { initContainers: [container({ ports: [{ port: 80 }] })] },
      'initContainers[0].properties.ports',
      /no ports/,
    ],
    [{ standbyPoolProfile: {} }, 'standbyPoolProfile', /not a field here/],
  ])('%j', (properties, path, reason) => {
    const errors = errorsOf(properties).filter((error) =>
      error.startsWith(`group.properties.${path}: `),
    );
    expect(errors).toEqual([expect.stringMatching(reason)]);
  });

  test('a registry’s password, which is not repeated', () => {
    const credential = { server: 'a.azurecr.io', username: 'u', password: 'canary' };
    const errors = errorsOf({ imageRegistryCredentials: [credential] });
    expect(errors).toEqual([
      expect.stringMatching(/imageRegistryCredentials\[0\]\.password: .*give a secretRef/),
      'group.properties.imageRegistryCredentials[0].secretRef: is required, in place of the password',
    ]);
    expect(errors.join()).not.toContain('canary');
  });

  test('a repository with a password in its URL', () => {
    const gitRepo = { repository: 'https://me:canary@example.com/a.git' };
    expect(errorsOf({ volumes: [{ name: 'source', gitRepo }] })).toEqual([
      'group.properties.volumes[0].gitRepo.repository: must not carry a password',
    ]);
  });
});
