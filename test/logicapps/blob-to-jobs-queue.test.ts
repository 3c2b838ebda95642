import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { World } from '../local/logic-apps/support/world.ts';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start(world.shipped('blob-to-jobs-queue'));
});

afterEach(() => world.stop());

test('a blob becomes a spec that the queue trigger takes', async () => {
  world.blobs.put('input/a b+c.jsonl', '{}');
  expect(await world.firstEnd()).toMatchObject({ status: 'Succeeded' });
  const [text = ''] = world.queues.texts('work');
  expect(parseJobSpec(JSON.parse(text))).toMatchObject({
    ok: true,
    spec: {
      name: 'a b+c.jsonl',
      workload: 'sentiment',
      input: { blobUrl: 'https://account.blob.invalid/input/a%20b%2Bc.jsonl' },
    },
  });
});

test('each blob is handed over once, however often it is looked for', async () => {
  for (const name of ['a', 'b', 'c']) world.blobs.put(`input/${name}`, '{}');
  await world.clock.advance(600_000);
  expect(world.queues.texts('work')).toHaveLength(3);
  world.blobs.put('input/b', '{"changed": true}');
  await world.clock.advance(600_000);
  expect(world.queues.texts('work')).toHaveLength(4);
});
