import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { World } from '../local/logic-apps/support/world.ts';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start(world.shipped('blob-sentiment'));
});

afterEach(() => world.stop());

test('a blob is scored, its log is kept and the group is deleted', async () => {
  world.blobs.put('input/reviews.jsonl', '{}');
  const run = await world.firstEnd();
  expect(run).toMatchObject({ status: 'Succeeded' });
  expect(world.arm.groups.size).toBe(0);
  expect(world.arm.created).toHaveLength(1);
  const [group] = world.arm.created;
  expect(world.blobs.text(`logs/${group?.name ?? ''}/0-1/sentiment.txt`)).toBe('done');
});
