import { apiConnection } from './api-connection.ts';
import type { TriggerType } from './define-trigger.ts';

/** Every type of trigger that can be run. */
export const triggerTypes: ReadonlyMap<string, TriggerType> = new Map([
  [apiConnection.type, apiConnection],
]);
