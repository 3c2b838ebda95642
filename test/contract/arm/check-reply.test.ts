import { describe, expect, test } from '@jest/globals';
import { withShared } from '../../support/shared-material.ts';
import { ReplyChecker } from './check-reply.ts';
import { checkValue } from './check-value.ts';
import { loadExamples, loadOperations, specificationPart } from './specification.ts';

const group =
  '/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerInstance/containerGroups/g';

withShared(specificationPart, () => {
  describe('the check of replies', () => {
    const checker = new ReplyChecker();
    const check = (method: string, path: string, status: number, body?: object) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      return checker.check({ method, url: `${path}?api-version=2023-05-01`, status, text });
    };

    test("takes the specification's own examples, in which the only secrets are those that open terminals", () => {
      const examples = loadExamples(loadOperations());
      const problems = examples.flatMap(({ name, operation, status, body }) => {
        const { schema } = operation.responses[status] ?? {};
        return schema ? checkValue(schema, body, name, operation.definitions) : [];
      });
      expect(examples.length).toBeGreaterThan(20);
      expect(problems).toEqual([
        'ContainerExec.password is a secret',
        'ContainerAttach.password is a secret',
      ]);
    });

    test('names a property that is not specified, one that is missing and one of a wrong type', () => {
      const container = { name: 1, properties: { image: 'i', resources: {}, colour: 'red' } };
      const body = { properties: { osType: 'Linux', containers: [container] } };
      expect(check('GET', group, 200, body).problems).toEqual([
        'ContainerGroups_Get.properties.containers[0].name: is number, not string',
        'ContainerGroups_Get.properties.containers[0].properties.resources.requests is missing',
        'ContainerGroups_Get.properties.containers[0].properties.colour is not in the specification',
      ]);
    });

    test('names a status that is not specified, a body where there is none, and a body that is not JSON', () => {
      expect(check('POST', `${group}/stop`, 200, {}).problems).toEqual([
        'ContainerGroups_Stop has no reply with status 200',
      ]);
      expect(check('POST', `${group}/start`, 202, {}).problems).toEqual([
        'ContainerGroups_Start has a body with status 202',
      ]);
      expect(check('GET', group, 404).problems).toEqual([
        'ContainerGroups_Get has a body that is not JSON',
      ]);
    });

    test('names a secret that is told', () => {
      const credential = { server: 's', username: 'u', password: 'p' };
      const properties = {
        osType: 'Linux',
        containers: [],
        imageRegistryCredentials: [credential],
      };
      expect(check('GET', group, 200, { properties }).problems).toEqual([
        'ContainerGroups_Get.properties.imageRegistryCredentials[0].password is a secret',
      ]);
    });

    test('finds operations whatever the case of their paths and however many slashes', () => {
      const spelled = `/${group.toLowerCase().replace('/containergroups/', '//CONTAINERGROUPS/')}/`;
      expect(check('DELETE', spelled, 204)).toEqual({
        operation: 'ContainerGroups_Delete',
        problems: [],
      });
    });

    test('checks operations of later versions by those', () => {
      const profile = group.replace('containerGroups', 'containerGroupProfiles');
      const body = { properties: { osType: 'Linux', containers: [], colour: 'red' } };
      expect(check('GET', profile, 200, body)).toMatchObject({
        operation: 'ContainerGroupProfiles_Get',
        problems: [expect.stringContaining('colour is not in the specification')],
      });
    });

    test('checks errors on any path, and takes nothing else there', () => {
      const error = { error: { code: 'NotFound', message: 'm', more: 1 } };
      expect(check('GET', `${group}/none`, 404, error).problems).toHaveLength(1);
      expect(check('GET', `${group}/none`, 200, {}).problems).toEqual([
        'there is no such operation',
      ]);
    });
  });
});
