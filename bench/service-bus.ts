import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ServiceBusClient } from '@azure/service-bus';
import rhea, { type EventContext, type Receiver, type Sender } from 'rhea';
import { z } from 'zod';
import { type Child, spawnNode } from '../test/local/host/support/child.ts';
import {
  AmqpClient,
  opened,
  parseConnectionString,
} from '../test/local/service-bus/support/amqp-client.ts';
import { type Benchmark, type Figure, percentile } from './benchmark.ts';

const messages = 20_000;
const waiting = 100_000;
const roundTrips = 300;
const unsettledAtOnce = 500;
const encoded = rhea.message.encode({
  message_id: 'bench',
  body: Buffer.alloc(512, 'x'),
});
const warmUp = 2000;
/** The goal is at least 45% of what rhea does alone. */
const atMost = { unit: 'times', goal: 2.2 } as const;

export const serviceBus: Benchmark = {
  title: 'Messages through the local Service Bus',
  how: `${messages} messages of 512 bytes by one rhea client: sent until each is accepted, then received and completed until each is settled, then both at once. Beside it, in the same run, a rhea server that sends each message back and keeps nothing. Latency is that of the Azure SDK, from send to handler. Memory is the resident size of the broker's process.`,
  async measure(log) {
    const echo = await measureEcho();
    log(`raw rhea echo: ${echo} messages/s`);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'durable-aci-bench-'));
    try {
      const figures = await withBroker(folder, (broker, connectionString) =>
        measureBroker({ broker, connectionString, echo, log }),
      );
      const value = await withBroker(folder, (broker) => residentMB(broker));
      log(`resident after a restart: ${value} MB`);
      return [
        ...figures,
        { what: `resident, restarted with ${waiting} waiting`, value, unit: 'MB' },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const BrokerReady = z.object({ serviceBusConnectionString: z.string() });
const EchoReady = z.object({ port: z.int() });

async function withBroker<T>(
  folder: string,
  use: (broker: Child, connectionString: string) => Promise<T>,
): Promise<T> {
  const args = ['local/service-bus/main.ts', '--ports', 'random', '--data', folder];
  const broker = spawnNode(args);
  try {
    const { serviceBusConnectionString } = await ready(broker, BrokerReady);
    return await use(broker, serviceBusConnectionString);
  } finally {
    await broker.kill('SIGTERM');
  }
}

async function ready<T>(child: Child, schema: z.ZodType<T>): Promise<T> {
  const [, json = ''] = await child.printed(/^READY (.*)$/m);
  return schema.parse(JSON.parse(json));
}

interface Subject {
  readonly broker: Child;
  readonly connectionString: string;
  /** Messages a second. */
  readonly echo: number;
  readonly log: (line: string) => void;
}

async function measureBroker(subject: Subject): Promise<Figure[]> {
  const { broker, connectionString, echo, log } = subject;
  const fresh = await residentMB(broker);
  const client = await AmqpClient.ofNamespace(parseConnectionString(connectionString));
  const sender = await opened((await client.session()).open_sender('jobs'));
  const byHand = { credit_window: 0, autoaccept: false, autosettle: false } as const;
  const session = await client.session();
  const receiver = await opened(
    session.open_receiver({ source: 'jobs', rcv_settle_mode: 1, ...byHand }),
  );
  await sendAll(sender, warmUp);
  await completeAll(receiver, warmUp);
  const latencies = await measureLatency(connectionString);
  const sent = await rateOf(messages, () => sendAll(sender, messages));
  const completed = await rateOf(messages, () => completeAll(receiver, messages));
  const through = await rateOf(messages, async () => {
    await Promise.all([sendAll(sender, messages), completeAll(receiver, messages)]);
  });
  log(`sent ${sent}/s, received and completed ${completed}/s, all of it at once ${through}/s`);
  await sendAll(sender, waiting);
  const full = await residentMB(broker);
  await client.close();
  return [
    { what: 'raw rhea echo', value: echo, unit: 'messages/s' },
    { what: 'sent, durable', value: sent, unit: 'messages/s' },
    { what: 'received and completed, durable', value: completed, unit: 'messages/s' },
    { what: 'sent, received and completed at once', value: through, unit: 'messages/s' },
    { what: 'raw echo / sent', value: echo / sent, ...atMost },
    { what: 'raw echo / received and completed', value: echo / completed, ...atMost },
    { what: 'raw echo / all of it at once', value: echo / through, ...atMost },
    { what: 'latency of one, median', value: percentile(latencies, 0.5), unit: 'ms' },
    { what: 'latency of one, 99%', value: percentile(latencies, 0.99), unit: 'ms' },
    { what: 'resident, just started', value: fresh, unit: 'MB' },
    { what: `resident, after all this with ${waiting} waiting`, value: full, unit: 'MB' },
  ];
}

/** Round trips a second. */
async function measureEcho(): Promise<number> {
  const server = spawnNode([path.join('bench', 'service-bus-echo.ts')]);
  try {
    const client = await AmqpClient.connect((await ready(server, EchoReady)).port);
    const receiver = await opened((await client.session()).open_receiver('echo'));
    const sender = await opened((await client.session()).open_sender('echo'));
    const echo = async (count: number): Promise<void> => {
      const all = received(receiver, count);
      void sendAll(sender, count);
      await all;
    };
    await echo(warmUp);
    const rate = await rateOf(messages, () => echo(messages));
    await client.close();
    return rate;
  } finally {
    await server.kill('SIGTERM');
  }
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return Math.round((count / (performance.now() - before)) * 1000);
}

function received(receiver: Receiver, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const look = (): void => {
      seen += 1;
      if (seen < count) return;
      receiver.removeListener('message', look);
      resolve();
    };
    receiver.on('message', look);
  });
}

async function sendAll(sender: Sender, count: number): Promise<void> {
  let sent = 0;
  let accepted = 0;
  await new Promise<void>((resolve) => {
    const send = (): void => {
      while (sent < count && sent - accepted < unsettledAtOnce && sender.sendable()) {
        sender.send(encoded, undefined, 0);
        sent += 1;
      }
    };
    const onAccepted = (): void => {
      accepted += 1;
      if (accepted < count) {
        send();
        return;
      }
      sender.removeListener('accepted', onAccepted);
      sender.removeListener('sendable', send);
      resolve();
    };
    sender.on('accepted', onAccepted);
    sender.on('sendable', send);
    send();
  });
}

async function completeAll(receiver: Receiver, count: number): Promise<void> {
  let settled = 0;
  let asked = Math.min(count, unsettledAtOnce);
  const accepted: unknown = rhea.types.wrap_described([], 0x24);
  await new Promise<void>((resolve) => {
    const complete = ({ delivery }: EventContext): void => {
      delivery?.update(false, accepted);
    };
    const onSettled = ({ delivery }: EventContext): void => {
      delivery?.update(true, accepted);
      settled += 1;
      if (asked < count) {
        receiver.add_credit(1);
        asked += 1;
      }
      if (settled < count) return;
      receiver.removeListener('message', complete);
      receiver.removeListener('settled', onSettled);
      resolve();
    };
    receiver.on('message', complete);
    receiver.on('settled', onSettled);
    receiver.add_credit(asked);
  });
}

/** Milliseconds from send to handler, one after the other. */
async function measureLatency(connectionString: string): Promise<number[]> {
  const client = new ServiceBusClient(connectionString);
  const sender = client.createSender('job-replies');
  const handled = new EventTarget();
  client.createReceiver('job-replies').subscribe({
    processMessage: () => {
      handled.dispatchEvent(new Event('message'));
      return Promise.resolve();
    },
    processError: ({ error }) => Promise.reject(error),
  });
  const latencies: number[] = [];
  for (let trip = -20; trip < roundTrips; trip += 1) {
    const arrival = once(handled, 'message');
    const before = performance.now();
    await sender.sendMessages({ body: 'x' });
    await arrival;
    if (trip >= 0) latencies.push(performance.now() - before);
  }
  await client.close();
  return latencies;
}

async function residentMB({ process: { pid } }: Child): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Math.round(Number(stdout) / 1024);
}
