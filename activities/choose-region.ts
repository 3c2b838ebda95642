import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/contracts.ts';
import { coolUntil, preferredRegion } from '../jobs/region-choice.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function chooseRegion({ store, now }: Pick<Deps, 'store' | 'now'>): ActivityHandler {
  return implement(contracts.chooseRegion, async ({ target, regions }) =>
    preferredRegion(regions, await store.coolRegions(target.subscriptionId), now()),
  );
}

export function coolRegion({ store, now }: Pick<Deps, 'store' | 'now'>): ActivityHandler {
  return implement(contracts.coolRegion, async ({ target, region }) => {
    await store.coolRegion(target.subscriptionId, region, coolUntil(now()));
    return null;
  });
}
