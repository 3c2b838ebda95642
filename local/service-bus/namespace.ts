import type { Clock } from '../support/clock.ts';
import { BrokerError } from './broker-error.ts';
import type { EntityDeclarations } from './configuration/emulator-config.ts';
import type { QueueProperties } from './configuration/queue-properties.ts';
import { notEmulated } from './configuration/not-emulated.ts';
import { MessageQueue } from './queue/message-queue.ts';
import { type QueueRules, rulesOfDeadLetterQueue } from './queue/queue-rules.ts';
import type { GroupCommit } from './store/group-commit.ts';
import type { MessageStore } from './store/message-store.ts';

interface NamespaceOptions {
  readonly entities: EntityDeclarations;
  readonly store: MessageStore;
  readonly commits: GroupCommit;
  readonly clock: Clock;
}

interface QueuePair {
  readonly messages: MessageQueue;
  readonly deadLetters: MessageQueue;
}

/** The declared entities by name. Messages of queues that are no longer declared stay in the store. */
export class Namespace {
  private readonly queues = new Map<string, QueuePair>();
  /** Entities that are declared, but can not be used, and what is not emulated about them. */
  private readonly refused = new Map<string, string>();

  constructor(options: NamespaceOptions) {
    const { queues, topics } = options.entities;
    for (const topic of topics) this.refused.set(topic.toLowerCase(), `topics ('${topic}')`);
    for (const { name, properties } of queues) {
      const missing = notEmulated(properties);
      if (missing.length > 0)
        this.refused.set(name.toLowerCase(), `${missing.join(', ')} of queue '${name}'`);
      else this.queues.set(name.toLowerCase(), openPair(name, toRules(properties), options));
    }
  }

  /** Throws when there is none of that name, or when it can not be emulated. */
  queue(name: string, isDeadLetters: boolean): MessageQueue {
    const key = name.toLowerCase();
    const missing = this.refused.get(key);
    if (missing !== undefined) throw BrokerError.notImplemented(missing);
    const pair = this.queues.get(key);
    if (!pair) throw BrokerError.entityNotFound(name);
    return isDeadLetters ? pair.deadLetters : pair.messages;
  }

  close(): void {
    for (const { messages, deadLetters } of this.queues.values()) {
      messages.close();
      deadLetters.close();
    }
  }
}

function openPair(
  name: string,
  rules: QueueRules,
  { store, commits, clock }: NamespaceOptions,
): QueuePair {
  const common = { store, commits, clock };
  const deadLetters = new MessageQueue({
    ...common,
    name: `${name}/$DeadLetterQueue`,
    rules: rulesOfDeadLetterQueue(rules),
    deadLetters: undefined,
  });
  return { messages: new MessageQueue({ ...common, name, rules, deadLetters }), deadLetters };
}

function toRules(properties: QueueProperties): QueueRules {
  return {
    lockDuration: properties.LockDuration,
    maxDeliveryCount: properties.MaxDeliveryCount,
    defaultTimeToLive: properties.DefaultMessageTimeToLive,
    deadLetteringOnMessageExpiration: properties.DeadLetteringOnMessageExpiration,
    isDeadLetterQueue: false,
  };
}
