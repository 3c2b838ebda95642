import type { MessageFacts, MessageState } from '../message/stored-message.ts';
import { BinaryHeap } from './binary-heap.ts';

/** Where a message is: `busy` while what becomes of it is being written. */
type Place = 'available' | 'locked' | 'set-aside' | 'busy';

/** What the broker holds in memory of a message. */
export class Entry implements MessageFacts {
  readonly sequence: number;
  readonly expiresAt: number | undefined;
  readonly dueAt: number | undefined;
  state: MessageState;
  deliveryCount: number;
  place: Place = 'busy';

  constructor({ sequence, expiresAt, dueAt, state, deliveryCount }: MessageFacts) {
    this.sequence = sequence;
    this.expiresAt = expiresAt;
    this.dueAt = dueAt;
    this.state = state;
    this.deliveryCount = deliveryCount;
  }
}

interface Held {
  readonly entry: Entry;
  readonly until: number;
}

/**
 * The messages of a queue and in which order they go where; no time passes here and nothing is written. What leaves a
 * heap otherwise than by its top stays in it and is passed over later.
 */
export class MessageIndex {
  private readonly entries = new Map<number, Entry>();
  private readonly available = new BinaryHeap<Entry>(({ sequence }) => sequence);
  private readonly scheduled = new BinaryHeap<Entry>(({ dueAt }) => dueAt ?? Infinity);
  private readonly expiring = new BinaryHeap<Entry>(({ expiresAt }) => expiresAt ?? Infinity);
  /** By token, in the order in which they end, since all are held for the same time. */
  private readonly locks = new Map<string, Held>();

  /** Waiting, locked, deferred and scheduled ones. */
  get size(): number {
    return this.entries.size;
  }

  add(facts: MessageFacts): Entry {
    const entry = new Entry(facts);
    this.entries.set(entry.sequence, entry);
    if (entry.state === 'scheduled') this.scheduled.push(entry);
    if (entry.expiresAt !== undefined) this.expiring.push(entry);
    this.free(entry);
    return entry;
  }

  remove(entry: Entry): void {
    entry.place = 'busy';
    this.entries.delete(entry.sequence);
    const limit = 2 * this.entries.size + 1000;
    const isThere = (other: Entry): boolean => this.entries.get(other.sequence) === other;
    if (this.expiring.size > limit) this.expiring.retain(isThere);
    if (this.scheduled.size > limit) this.scheduled.retain(isThere);
  }

  /** The message can be had again: by the next receiver, or by its number when it is set aside. */
  free(entry: Entry): void {
    entry.place = entry.state === 'active' ? 'available' : 'set-aside';
    if (entry.state === 'active') this.available.push(entry);
  }

  takeNext(): Entry | undefined {
    for (;;) {
      const entry = this.available.pop();
      if (entry?.place === 'available' || entry === undefined) return this.take(entry);
    }
  }

  /** A message that is set aside in this state; undefined when there is none, or somebody has it. */
  takeSetAside(sequence: number, state: MessageState): Entry | undefined {
    const entry = this.entries.get(sequence);
    return entry?.place === 'set-aside' && entry.state === state ? this.take(entry) : undefined;
  }

  lock(entry: Entry, token: string, until: number): void {
    entry.place = 'locked';
    this.locks.set(token, { entry, until });
  }

  /** The message of a lock that holds, and no longer does then. */
  unlock(token: string): Entry | undefined {
    const held = this.locks.get(token);
    this.locks.delete(token);
    return this.take(held?.entry);
  }

  /** False when the lock does not hold. */
  renew(token: string, until: number): boolean {
    const held = this.locks.get(token);
    if (!held) return false;
    this.locks.delete(token);
    this.locks.set(token, { entry: held.entry, until });
    return true;
  }

  takeWithLockOver(now: number): Entry | undefined {
    for (const [token, { until }] of this.locks)
      return until <= now ? this.unlock(token) : undefined;
    return undefined;
  }

  takeDue(now: number): Entry | undefined {
    return this.takeFrom(this.scheduled, (entry) => (entry.dueAt ?? Infinity) <= now);
  }

  /** A message that is locked expires when it is free again, and one that is scheduled not before it is due. */
  takeExpired(now: number): Entry | undefined {
    return this.takeFrom(this.expiring, (entry) => isExpired(entry, now));
  }

  /** When something happens by itself next; Infinity for never. */
  nextDeadline(): number {
    let next = Math.min(
      this.scheduled.peek()?.dueAt ?? Infinity,
      this.expiring.peek()?.expiresAt ?? Infinity,
    );
    for (const { until } of this.locks.values()) {
      next = Math.min(next, until);
      break;
    }
    return next;
  }

  private takeFrom(heap: BinaryHeap<Entry>, isReady: (entry: Entry) => boolean): Entry | undefined {
    for (let top = heap.peek(); top && isReady(top); top = heap.peek()) {
      heap.pop();
      if (top.place === 'available' || top.place === 'set-aside') return this.take(top);
    }
    return undefined;
  }

  private take(entry: Entry | undefined): Entry | undefined {
    if (entry) entry.place = 'busy';
    return entry;
  }
}

export function isExpired({ expiresAt }: MessageFacts, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
