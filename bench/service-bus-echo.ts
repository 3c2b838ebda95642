// What rhea itself can do here: sends each message back to whoever has a receiver open, and keeps nothing.
import rhea, { type EventContext, type Sender } from 'rhea';

const container = rhea.create_container();
const receivers = new Set<Sender>();
container.on('sender_open', ({ sender }: EventContext) => {
  if (sender) receivers.add(sender);
});
container.on('message', ({ message }: EventContext) => {
  if (message) for (const receiver of receivers) receiver.send(message);
});
container.on('disconnected', () => undefined);
const server = container.listen({ host: '127.0.0.1', port: 0 });
server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address)
    console.log(`READY ${JSON.stringify({ port: address.port })}`);
});
