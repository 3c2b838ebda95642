import type { Receiver, Sender } from 'rhea';
import { BrokerError } from '../broker-error.ts';
import type { Namespace } from '../namespace.ts';
import type { MessageQueue } from '../queue/message-queue.ts';
import { holdAttach } from '../rhea/hold-attach.ts';
import { holdDetach } from '../rhea/hold-detach.ts';
import { linkInternals, type LinkInternals } from '../rhea/internals.ts';
import { type Address, parseAddress } from './address.ts';
import { cbsNode, type Security } from './cbs-node.ts';
import type { Client } from './client.ts';
import { ConsumerLink } from './consumer-link.ts';
import { remoteTerminus, type Terminus } from './link-terminus.ts';
import { managementNode } from './management-node.ts';
import { maxMessageSize, receiveInto } from './producer-link.ts';
import { answerRequests } from './request-link.ts';
import type { WorkInFlight } from './work-in-flight.ts';

interface LinkContext {
  readonly client: Client;
  readonly namespace: Namespace;
  readonly security: Security;
}

interface OpenLink {
  readonly whenGone?: () => void;
  /** What has to be answered before the link may be gone. */
  readonly work?: WorkInFlight;
}

const presettled = 1;

/** A client wants to receive: messages of a queue, or replies. */
export function openSender(link: Sender, context: LinkContext): void {
  const source = remoteTerminus(link, 'source');
  decide(link, () => {
    const { address, node: found, queue } = findNode(source, context);
    refuseFilters(source);
    const { client } = context;
    const { attach } = linkInternals(link).local;
    const target = remoteTerminus(link, 'target').address;
    link.set_source({ address });
    link.set_target(target === undefined ? { address: '' } : { address: target });
    if (found.kind === 'queue' && queue) {
      attach.snd_settle_mode = link.snd_settle_mode === presettled ? presettled : 0;
      attach.rcv_settle_mode = link.rcv_settle_mode;
      const consumer = new ConsumerLink(link, queue, client.work);
      queue.addConsumer(consumer);
      const whenGone = client.whenClosed(link.session, () => {
        queue.removeConsumer(consumer);
      });
      return { whenGone, work: consumer.work };
    }
    attach.snd_settle_mode = presettled;
    const names = [link.name, target];
    const { session } = link;
    const node = nameOf(address);
    return { whenGone: client.addReplyLink({ session, node, names, sender: link }) };
  });
}

/** A client wants to send: messages to a queue, or requests. */
export function openReceiver(link: Receiver, context: LinkContext): void {
  const target = remoteTerminus(link, 'target');
  decide(link, () => {
    const { address, node, queue } = findNode(target, context);
    const { attach } = linkInternals(link).local;
    const source = remoteTerminus(link, 'source').address;
    link.set_source(source === undefined ? { address: '' } : { address: source });
    link.set_target({ address });
    attach.max_message_size = maxMessageSize;
    if (node.kind === 'cbs' || !queue)
      answerRequests(link, context.client, cbsNode(context.client, context.security));
    else if (node.kind === 'management')
      answerRequests(link, context.client, managementNode(nameOf(address), queue));
    else if (node.isDeadLetters)
      throw BrokerError.notAllowed('A dead-letter queue takes messages from its queue only.');
    else return { work: receiveInto(queue, link, context.client.work) };
    return {};
  });
}

/** Answers the attach, or refuses it as AMQP wants it: without a source and a target, and with a detach after it. */
function decide(link: Sender | Receiver, accept: () => OpenLink): void {
  const internals = linkInternals(link);
  const answer = holdAttach(internals);
  try {
    const { whenGone, work } = accept();
    link.on(link.is_sender() ? 'sender_close' : 'receiver_close', () => {
      whenGone?.();
      if (work) holdDetach(internals, work.done());
    });
    answer();
  } catch (error) {
    refuse(internals, answer, error);
  }
}

function refuse(link: LinkInternals, answer: () => void, error: unknown): void {
  const { condition, message: description } =
    error instanceof BrokerError ? error : BrokerError.internal(String(error));
  link.local.attach.source = undefined;
  link.local.attach.target = undefined;
  answer();
  link.issue_flow = false;
  link.close({ condition, description });
}

interface Found {
  readonly address: string;
  readonly node: Address;
  /** Undefined for $cbs only. */
  readonly queue: MessageQueue | undefined;
}

function findNode({ address }: Terminus, { client, namespace, security }: LinkContext): Found {
  if (address === undefined)
    throw BrokerError.notImplemented('links to no address (transactions, dynamic nodes)');
  const node = parseAddress(address);
  if (node.kind === 'cbs') return { address, node, queue: undefined };
  client.authorize(address, security.clock.now());
  return { address, node, queue: namespace.queue(node.queue, node.isDeadLetters) };
}

function refuseFilters({ filters, address }: Terminus): void {
  if (filters.includes('com.microsoft:session-filter'))
    throw BrokerError.notImplemented(`sessions ('${address ?? ''}')`);
  if (filters.length > 0)
    throw BrokerError.notImplemented(`filters of links (${filters.join(', ')})`);
}

function nameOf(address: string): string {
  return address.toLowerCase();
}
