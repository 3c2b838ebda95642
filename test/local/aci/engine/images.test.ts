import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { query } from '../../../../local/aci/engine-backend/engine-client.ts';
import { testImage, withEngine } from '../../../support/container-engine.ts';
import { BackendWorld } from './support/backend-world.ts';

/** Of a domain that no one can have: https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
const nowhere = 'registry.invalid/some/image:1';

withEngine(() => {
  let world: BackendWorld;
  let puller: BackendWorld;
  beforeAll(async () => {
    world = await BackendWorld.open();
    puller = await BackendWorld.open({ pull: true });
    const tag = query({ repo: 'localhost/aci-test-short/name', tag: 'v1' });
    await world.engine.client.post(`/images/${testImage}/tag${tag}`);
  });
  afterAll(async () => {
    await world.engine.client.text({
      method: 'DELETE',
      path: '/images/localhost/aci-test-short/name:v1',
    });
    await world.close();
    await puller.close();
  });

  test.each([testImage, 'aci-test/busybox', 'aci-test-short/name:v1'])(
    'the image %s is here',
    async (image) => {
      await expect(world.backend.checkImage(image, [])).resolves.toBe('present');
      const pulled = await world.backend.pullImage(image, []);
      expect(pulled).toMatchObject({ result: 'pulled', sizeBytes: expect.any(Number) });
    },
  );

  test.each(['aci-test-short/name:v2', nowhere, 'Not An Image', '../containers'])(
    'the image %s is not, and may not be pulled',
    async (image) => {
      await expect(world.backend.checkImage(image, [])).resolves.toBe('inaccessible');
      await expect(world.backend.pullImage(image, [])).resolves.toEqual({
        result: 'failed',
        message: `the image '${image}' is not on this engine, which may not pull it`,
      });
    },
  );

  test('an image of a registry that is not there is inaccessible, and its pull fails with the reason', async () => {
    await expect(puller.backend.checkImage(nowhere, [])).resolves.toBe('inaccessible');
    await expect(puller.backend.pullImage(nowhere, [])).resolves.toEqual({
      result: 'failed',
      message: expect.stringContaining('registry.invalid'),
    });
  });

  test('the images that are here are listed without the emulator its own', async () => {
    await world.prepare();
    const images = await world.backend.listImages();
    expect(images).toContain(testImage);
    expect(images.filter((image) => image.includes('durable-aci/pause'))).toEqual([]);
  });
});
