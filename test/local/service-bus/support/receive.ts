import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';

/** One message that has to be there. */
export async function receiveOne(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
  if (!message) throw new Error('no message came');
  return message;
}

/** What is there now; a test that expects nothing waits for no longer than this. */
export function receiveNow(
  receiver: ServiceBusReceiver,
  count = 10,
): Promise<ServiceBusReceivedMessage[]> {
  return receiver.receiveMessages(count, { maxWaitTimeInMs: 200 });
}

export const bodiesOf = (messages: readonly ServiceBusReceivedMessage[]): unknown[] =>
  messages.map(({ body }) => body as unknown);
