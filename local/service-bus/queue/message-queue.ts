import { randomUUID } from 'node:crypto';
import type { Clock } from '../../support/clock.ts';
import { BrokerError } from '../broker-error.ts';
import type { Lock } from '../message/encode-delivery.ts';
import type { IncomingMessage } from '../message/incoming-message.ts';
import type { StoredMessage } from '../message/stored-message.ts';
import { release } from '../settlement/release.ts';
import { lockExpiry } from '../settlement/lock-expiry.ts';
import type { Settlement, Verdict } from '../settlement/settlement.ts';
import { timeToLiveExpiry } from '../settlement/time-to-live.ts';
import { Alarm } from './alarm.ts';
import type { Consumer } from './consumer.ts';
import { type Entry, isExpired, MessageIndex } from './message-index.ts';
import type { QueueRules } from './queue-rules.ts';
import { QueueStorage, type QueueStorageOptions } from './queue-storage.ts';
import { toStoredMessage } from './to-stored-message.ts';
import { Turns } from './turns.ts';

interface MessageQueueOptions extends QueueStorageOptions {
  readonly rules: QueueRules;
  readonly clock: Clock;
  /** Where dead letters go; undefined for a dead-letter queue. */
  readonly deadLetters: MessageQueue | undefined;
}

/**
 * A queue, or the dead letters of one: memory knows what waits and who holds what, the store has the messages. Memory
 * follows the store: nothing is delivered, accepted or settled before that is written.
 */
export class MessageQueue {
  readonly name: string;
  readonly rules: QueueRules;
  private readonly options: MessageQueueOptions;
  private readonly storage: QueueStorage;
  private readonly index = new MessageIndex();
  private readonly consumers = new Turns<Consumer>();
  private readonly alarm: Alarm;

  constructor(options: MessageQueueOptions) {
    this.name = options.name;
    this.rules = options.rules;
    this.options = options;
    this.storage = new QueueStorage(options);
    for (const facts of this.storage.facts()) this.index.add(facts);
    this.alarm = new Alarm(options.clock, () => {
      this.meetDeadlines();
    });
    this.setAlarm();
  }

  get size(): number {
    return this.index.size;
  }

  close(): void {
    this.alarm.stop();
  }

  /** Resolves with their sequence numbers when the messages are in the queue for good. */
  async enqueue(messages: readonly IncomingMessage[]): Promise<number[]> {
    const now = this.now();
    const stored = messages.map((message) =>
      toStoredMessage(message, { sequence: this.storage.nextSequence(), now, rules: this.rules }),
    );
    await this.storage.insert(stored);
    for (const message of stored) this.index.add(message);
    this.pump();
    return stored.map(({ sequence }) => sequence);
  }

  /** All or none; throws when one is not scheduled (any more). */
  async cancelScheduled(sequences: readonly number[]): Promise<void> {
    await this.removeAll(this.takeAllSetAside(sequences, 'scheduled'));
  }

  /** Locks deferred messages for who asks for them by their numbers; all or none. */
  lockDeferred(sequences: readonly number[]): { message: StoredMessage; lock: Lock }[] {
    return this.takeAllSetAside(sequences, 'deferred').map((entry) => this.lockEntry(entry));
  }

  /** Takes deferred messages out of the queue; all or none. */
  async removeDeferred(sequences: readonly number[]): Promise<StoredMessage[]> {
    const entries = this.takeAllSetAside(sequences, 'deferred');
    const messages = entries.map((entry) => this.storage.read(entry));
    await this.removeAll(entries);
    return messages;
  }

  /** Messages in whatever state, from a sequence number on. */
  peek(from: number, count: number): StoredMessage[] {
    return this.storage.list(from, count);
  }

  /** Until when the lock holds then (milliseconds since 1970); throws when it no longer does. */
  renew(token: string): number {
    const until = this.now() + this.rules.lockDuration;
    if (!this.index.renew(token, until)) throw BrokerError.messageLockLost();
    return until;
  }

  /** Resolves when what becomes of the message is written; throws when its lock no longer holds. */
  async settle(token: string, settlement: Settlement): Promise<void> {
    const entry = this.index.unlock(token);
    if (!entry) throw BrokerError.messageLockLost();
    await this.apply(entry, settlement(entry, this.rules));
  }

  addConsumer(consumer: Consumer): void {
    this.consumers.add(consumer);
  }

  /** Its locks go on holding until they end. */
  removeConsumer(consumer: Consumer): void {
    this.consumers.remove(consumer);
  }

  /** Gives waiting messages to consumers in turn, as long as there are both. */
  pump(): void {
    for (;;) {
      const consumer = this.consumers.next((each) => each.credit() > 0);
      const entry = consumer && this.takeLive();
      if (!entry) break;
      if (consumer.mode === 'peek-lock') {
        const { message, lock } = this.lockEntry(entry);
        consumer.deliver(message, lock);
      } else {
        consumer.expect();
        this.deliverAndDelete(consumer, entry);
      }
    }
    this.setAlarm();
  }

  private takeLive(): Entry | undefined {
    const now = this.now();
    for (;;) {
      const entry = this.index.takeNext();
      if (!entry || !isExpired(entry, now)) return entry;
      this.applyLater(entry, timeToLiveExpiry(entry, this.rules));
    }
  }

  private lockEntry(entry: Entry): { message: StoredMessage; lock: Lock } {
    const lock = { token: randomUUID(), until: this.now() + this.rules.lockDuration };
    this.index.lock(entry, lock.token, lock.until);
    this.setAlarm();
    return { message: this.storage.read(entry), lock };
  }

  /** At most once: who dies between the two has lost it. */
  private deliverAndDelete(consumer: Consumer, entry: Entry): void {
    const message = this.storage.read(entry);
    this.removeAll([entry]).then(
      () => {
        consumer.deliver(message);
      },
      () => undefined,
    );
  }

  private async removeAll(entries: readonly Entry[]): Promise<void> {
    await this.storage.remove(entries);
    for (const entry of entries) this.index.remove(entry);
  }

  private takeAllSetAside(sequences: readonly number[], state: 'deferred' | 'scheduled'): Entry[] {
    const taken: Entry[] = [];
    for (const sequence of sequences) {
      const entry = this.index.takeSetAside(sequence, state);
      if (entry) {
        taken.push(entry);
        continue;
      }
      for (const other of taken) this.index.free(other);
      throw BrokerError.messageNotFound(`${state} message with the sequence number ${sequence}`);
    }
    return taken;
  }

  private async apply(entry: Entry, verdict: Verdict): Promise<void> {
    switch (verdict.kind) {
      case 'remove':
        await this.removeAll([entry]);
        return;
      case 'keep':
        await this.keep(entry, verdict);
        return;
      case 'dead-letter':
        await this.moveToDeadLetters(entry, verdict);
        return;
      case 'refuse':
        await this.apply(entry, release(entry, this.rules));
        throw verdict.error;
    }
  }

  /** For what nobody waits for; a store that can not be written to ends the broker. */
  private applyLater(entry: Entry, verdict: Verdict): void {
    this.apply(entry, verdict).catch(() => undefined);
  }

  private async keep(entry: Entry, verdict: Verdict & { kind: 'keep' }): Promise<void> {
    const { state, deliveryCount, properties } = verdict;
    if (state !== entry.state || deliveryCount !== entry.deliveryCount || properties) {
      await this.storage.keep(entry, { state, deliveryCount, properties });
    }
    entry.state = state;
    entry.deliveryCount = deliveryCount;
    if (isExpired(entry, this.now())) {
      await this.apply(entry, timeToLiveExpiry(entry, this.rules));
      return;
    }
    this.index.free(entry);
    this.pump();
  }

  private async moveToDeadLetters(
    entry: Entry,
    { deliveryCount, properties }: Verdict & { kind: 'dead-letter' },
  ): Promise<void> {
    const { deadLetters } = this.options;
    if (!deadLetters) throw new Error(`${this.name} has no dead-letter queue.`);
    const { sequence, dueAt } = entry;
    await this.storage.moveTo(deadLetters.storage, entry, { deliveryCount, properties });
    this.index.remove(entry);
    deadLetters.index.add({
      sequence,
      dueAt,
      deliveryCount,
      state: 'active',
      expiresAt: undefined,
    });
    deadLetters.pump();
  }

  private async activate(entry: Entry): Promise<void> {
    const { dueAt, deliveryCount, expiresAt } = entry;
    const newSequence = this.storage.nextSequence();
    await this.storage.activate(entry, newSequence, dueAt ?? this.now());
    this.index.remove(entry);
    this.index.add({ sequence: newSequence, dueAt, deliveryCount, expiresAt, state: 'active' });
    this.pump();
  }

  private meetDeadlines(): void {
    const { index } = this;
    const now = this.now();
    for (let entry = index.takeWithLockOver(now); entry; entry = index.takeWithLockOver(now))
      this.applyLater(entry, lockExpiry(entry, this.rules));
    for (let entry = index.takeDue(now); entry; entry = index.takeDue(now))
      this.activate(entry).catch(() => undefined);
    for (let entry = index.takeExpired(now); entry; entry = index.takeExpired(now))
      this.applyLater(entry, timeToLiveExpiry(entry, this.rules));
    this.setAlarm();
  }

  private setAlarm(): void {
    this.alarm.setFor(this.index.nextDeadline());
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}
