import { describe, expect, test } from '@jest/globals';
import type { MessageFacts } from '../../../local/service-bus/message/stored-message.ts';
import type { QueueRules } from '../../../local/service-bus/queue/queue-rules.ts';
import { abandon } from '../../../local/service-bus/settlement/abandon.ts';
import { complete } from '../../../local/service-bus/settlement/complete.ts';
import { deadLetter } from '../../../local/service-bus/settlement/dead-letter.ts';
import { defer } from '../../../local/service-bus/settlement/defer.ts';
import { lockExpiry } from '../../../local/service-bus/settlement/lock-expiry.ts';
import { release } from '../../../local/service-bus/settlement/release.ts';
import type { Settlement } from '../../../local/service-bus/settlement/settlement.ts';
import { timeToLiveExpiry } from '../../../local/service-bus/settlement/time-to-live.ts';

const queue: QueueRules = {
  lockDuration: 60_000,
  maxDeliveryCount: 3,
  defaultTimeToLive: undefined,
  deadLetteringOnMessageExpiration: false,
  isDeadLetterQueue: false,
};
const letters = { ...queue, isDeadLetterQueue: true };
const lettering = { ...queue, deadLetteringOnMessageExpiration: true };
const fresh: MessageFacts = {
  sequence: 1,
  state: 'active',
  deliveryCount: 0,
  expiresAt: undefined,
  dueAt: undefined,
};
const worn = { ...fresh, deliveryCount: 2 };
const deferred = { ...fresh, state: 'deferred' as const };
const why = new Map([['DeadLetterReason', Buffer.from('x')]]);
const keep = (state: string, deliveryCount: number) => ({ kind: 'keep', state, deliveryCount });

describe('what becomes of a message', () => {
  test.each<[string, Settlement, MessageFacts, QueueRules, Record<string, unknown>]>([
    ['completed', complete, fresh, queue, { kind: 'remove' }],
    ['completed in dead letters', complete, fresh, letters, { kind: 'remove' }],
    ['released', release, worn, queue, keep('active', 2)],
    ['released when deferred', release, deferred, queue, keep('deferred', 0)],
    ['abandoned', abandon(), fresh, queue, keep('active', 1)],
    ['abandoned the last time', abandon(), worn, queue, { kind: 'dead-letter', deliveryCount: 3 }],
    ['abandoned in dead letters', abandon(), worn, letters, keep('active', 2)],
    ['abandoned when deferred', abandon(), deferred, queue, keep('deferred', 1)],
    ['with its lock over', lockExpiry, fresh, queue, keep('active', 1)],
    ['with its last lock over', lockExpiry, worn, queue, { kind: 'dead-letter', deliveryCount: 3 }],
    ['with its lock over in dead letters', lockExpiry, worn, letters, keep('active', 2)],
    ['deferred', defer(), fresh, queue, keep('deferred', 1)],
    ['deferred in dead letters', defer(), fresh, letters, keep('deferred', 0)],
    [
      'dead-lettered',
      deadLetter(why),
      fresh,
      queue,
      { kind: 'dead-letter', deliveryCount: 0, properties: why },
    ],
    ['dead-lettered in dead letters', deadLetter(why), fresh, letters, { kind: 'refuse' }],
    ['expired', timeToLiveExpiry, fresh, queue, { kind: 'remove' }],
    ['expired where it is kept', timeToLiveExpiry, fresh, lettering, { kind: 'dead-letter' }],
  ])('%s', (_, settlement, message, rules, verdict) => {
    expect(settlement(message, rules)).toMatchObject(verdict);
  });
});
