import type { Fact } from './fact.ts';
import { hostJson } from './host-json.ts';
import { images, service } from './images.ts';
import { logicApps, logicAppStores } from './logic-apps.ts';
import { rights, rightsTable } from './rights.ts';
import { settings } from './settings.ts';
import { eventSubscriptions, serviceBusQueues, stores } from './stores.ts';

/** Everything that has to be the same in infra/ as elsewhere in the project; none needs a parser. */
export const facts: readonly Fact[] = [
  settings,
  stores,
  eventSubscriptions,
  serviceBusQueues,
  hostJson,
  images,
  service,
  logicApps,
  logicAppStores,
  rights,
  rightsTable,
];
