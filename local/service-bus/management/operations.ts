import { BrokerError } from '../broker-error.ts';
import { cancelScheduledMessage } from './cancel-scheduled-message.ts';
import type { ManagementOperation } from './operation.ts';
import { peekMessage } from './peek-message.ts';
import { receiveBySequenceNumber } from './receive-by-sequence-number.ts';
import { renewLock } from './renew-lock.ts';
import { scheduleMessage } from './schedule-message.ts';
import { updateDisposition } from './update-disposition.ts';

function notEmulated(what: string): ManagementOperation {
  return () => {
    throw BrokerError.notImplemented(what);
  };
}

const vendor = 'com.microsoft:';

export const managementOperations: ReadonlyMap<string, ManagementOperation> = new Map([
  [`${vendor}renew-lock`, renewLock],
  [`${vendor}peek-message`, peekMessage],
  [`${vendor}schedule-message`, scheduleMessage],
  [`${vendor}cancel-scheduled-message`, cancelScheduledMessage],
  [`${vendor}receive-by-sequence-number`, receiveBySequenceNumber],
  [`${vendor}update-disposition`, updateDisposition],
  ...['renew-session-lock', 'get-session-state', 'set-session-state', 'get-message-sessions'].map(
    (name) => entry(name, 'sessions'),
  ),
  ...['add-rule', 'remove-rule', 'enumerate-rules'].map((name) =>
    entry(name, 'rules of subscriptions'),
  ),
  entry('batch-delete-messages', 'deleting in batches'),
]);

function entry(name: string, what: string): [string, ManagementOperation] {
  return [vendor + name, notEmulated(`${what} ($management operation '${vendor}${name}')`)];
}
