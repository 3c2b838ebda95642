import type { ActivityHandler } from 'durable-functions';
import * as contracts from '../jobs/admission/contracts.ts';
import type { Deps } from './deps.ts';
import { implement } from './implement.ts';

export function surveyRegion({
  groups,
  regions,
  settings,
}: Pick<Deps, 'regions' | 'settings'> & {
  readonly groups: Pick<Deps['groups'], 'listOwned'>;
}): ActivityHandler {
  return implement(contracts.surveyRegion, async ({ target, region, suspects }) => {
    const usage = await regions.usage(target.subscriptionId, region);
    if (suspects.length === 0) return { ...usage, gone: [] };
    const names = new Set<string>();
    for await (const { name } of groups.listOwned(target, settings.owner)) names.add(name);
    return { ...usage, gone: suspects.filter((name) => !names.has(name)) };
  });
}
