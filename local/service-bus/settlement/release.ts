import { type Settlement, stateAfterUse } from './settlement.ts';

/** The message was not looked at: the delivery does not count. */
export const release: Settlement = (message) => ({
  kind: 'keep',
  state: stateAfterUse(message),
  deliveryCount: message.deliveryCount,
});
