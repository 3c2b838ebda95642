import type { Delivery, EventContext, Sender } from 'rhea';
import { BrokerError } from '../broker-error.ts';
import { encodeDelivery, type Lock } from '../message/encode-delivery.ts';
import type { StoredMessage } from '../message/stored-message.ts';
import type { Consumer } from '../queue/consumer.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import { answerEveryDrain, finishDrain } from '../rhea/answer-drains.ts';
import { senderInternals, sessionInternals, type SenderInternals } from '../rhea/internals.ts';
import { accepted, rejected } from '../rhea/outcomes.ts';
import { settleDelivery } from '../rhea/settle-delivery.ts';
import { unsentCredit } from '../rhea/unsent-credit.ts';
import { writeApart } from '../rhea/write-dispositions-apart.ts';
import { deliveryTagOf, lockTokenOf } from '../wire/uuid.ts';
import { settlementOf } from './settlement-of-outcome.ts';
import { WorkInFlight } from './work-in-flight.ts';

const noTag = Buffer.alloc(16);

/** A client receives from a queue. */
export class ConsumerLink implements Consumer {
  readonly mode: Consumer['mode'];
  private readonly link: Sender;
  private readonly queue: MessageQueue;
  private readonly internals: SenderInternals;
  private sent = 0;
  private expected = 0;
  private isDraining = false;
  readonly work: WorkInFlight;

  constructor(link: Sender, queue: MessageQueue, clientWork: WorkInFlight) {
    this.work = new WorkInFlight(clientWork);
    this.link = link;
    this.queue = queue;
    this.internals = senderInternals(link);
    this.mode = link.snd_settle_mode === 1 ? 'receive-and-delete' : 'peek-lock';
    answerEveryDrain(this.internals, {
      isAllWritten: () => this.sent === this.internals.delivery_count,
      onDrained: (credit) => {
        this.sent += credit;
      },
    });
    link.on('sender_flow', () => {
      queue.pump();
    });
    link.on('sender_draining', () => {
      this.isDraining = true;
      this.drainIfDone();
    });
    for (const outcome of ['accepted', 'rejected', 'released', 'modified'])
      link.on(outcome, ({ delivery }: EventContext) => {
        if (delivery) this.settle(delivery, outcome);
      });
    link.on('settled', ({ delivery }: EventContext) => {
      if (delivery && delivery.remote_state === undefined) this.settle(delivery, 'released');
    });
  }

  credit(): number {
    const { link } = this;
    // One whose place another link has taken is no longer open, though its client has not said so yet.
    if (!link.is_open() || sessionInternals(link.session).outgoing.available() === 0) return 0;
    return unsentCredit(this.internals, this.sent) - this.expected;
  }

  expect(): void {
    this.expected += 1;
  }

  deliver(message: StoredMessage, lock?: Lock): void {
    if (!lock) this.expected -= 1;
    if (this.link.is_open()) {
      this.sent += 1;
      this.link.send(encodeDelivery(message, lock), lock ? deliveryTagOf(lock.token) : noTag, 0);
    }
    this.drainIfDone();
  }

  private drainIfDone(): void {
    if (!this.isDraining || this.expected > 0) return;
    this.isDraining = false;
    finishDrain(this.link, this.internals);
  }

  private settle(delivery: Delivery, outcome: string): void {
    if (this.mode !== 'peek-lock') return;
    const tag = typeof delivery.tag === 'string' ? Buffer.from(delivery.tag) : delivery.tag;
    const settlement = settlementOf(outcome, delivery.remote_state);
    const settled = this.queue.settle(lockTokenOf(tag), settlement).then(
      () => {
        settleDelivery(delivery, accepted());
      },
      (error: unknown) => {
        const refusal = error instanceof BrokerError ? error : BrokerError.internal(String(error));
        writeApart(this.link.session, () => {
          settleDelivery(delivery, rejected(refusal));
        });
      },
    );
    this.work.add(settled);
  }
}
