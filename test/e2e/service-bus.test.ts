import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { TableClient } from '@azure/data-tables';
import { DefaultAzureCredential } from '@azure/identity';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { peekAll } from '../local/host/support/service-bus.ts';
import { configOf } from '../local/service-bus/support/broker.ts';
import { shellJob } from '../support/shell-job.ts';
import { eventually } from '../support/eventually.ts';
import { startTestStack, type TestStack } from './stack.ts';

const retried = { LockDuration: 'PT5S', MaxDeliveryCount: 3 };

let folder: string;
let bus: ServiceBusClient;
let local: TestStack;
beforeAll(async () => {
  folder = await temporaryFolder('stack-bus');
  const config = path.join(folder, 'Config.json');
  await writeFile(config, configOf({ jobs: retried, 'job-replies': {} }));
  local = await startTestStack({ serviceBusConfig: config });
  bus = new ServiceBusClient(local.stack.ready['serviceBusConnectionString'] ?? '');
}, 60_000);
afterAll(async () => {
  await bus.close();
  await local.stop();
  await rm(folder, { recursive: true });
});

const peek = (queue: string, subQueue?: 'deadLetter') =>
  peekAll(local.stack.ready['serviceBusConnectionString'] ?? '', queue, subQueue);

const jobNamed = (name: string) => ({ name, ...shellJob('echo hello') });

async function send(...messages: ServiceBusMessage[]): Promise<void> {
  const sender = bus.createSender('jobs');
  await sender.sendMessages(messages);
  await sender.close();
}

const untilTaken = () =>
  eventually(async () => ((await peek('jobs')).length === 0 ? true : undefined));
const jobsNamed = async (name: string) =>
  (await local.api.list()).filter((job) => job.name?.startsWith(name));

test('a message sent five times is one job, and is answered once, with its correlation id', async () => {
  const message = {
    body: jobNamed('five'),
    messageId: 'five',
    correlationId: 'order-5',
    replyTo: 'job-replies',
  };
  for (let time = 0; time < 5; time += 1) await send(message);
  await untilTaken();
  const jobs = await jobsNamed('five');
  expect(jobs).toMatchObject([{ trigger: 'serviceBus' }]);
  const job = await local.whenOver(jobs[0]?.id ?? '');
  expect(job.outcome).toMatchObject({ status: 'succeeded' });
  const [reply] = await eventually(async () => {
    const replies = await peek('job-replies');
    return replies.length > 0 ? replies : undefined;
  });
  expect(reply).toMatchObject({
    correlationId: 'order-5',
    messageId: `reply-${job.id}`,
    body: {
      id: job.id,
      phase: 'over',
      outcome: { status: 'succeeded' },
      links: { self: `${local.stack.ready['functions'] ?? ''}/api/jobs/${job.id}` },
    },
  });
  expect(JSON.stringify(reply?.body)).not.toMatch(/sig=|code=/);
  expect(await peek('job-replies')).toHaveLength(1);
});

test('a message that can not become a job is put aside with what is wrong with it', async () => {
  await send({ body: { name: 'wrong', x: 1 }, replyTo: 'payments' });
  const rejected = await eventually(async () => {
    const { receivedMessageItems } = await local.queue('jobs-rejected').receiveMessages();
    return receivedMessageItems[0];
  });
  expect(JSON.parse(rejected.messageText)).toMatchObject({
    trigger: 'serviceBus',
    reason: 'The job is not right',
    errors: expect.arrayContaining([
      expect.objectContaining({ path: 'x' }),
      expect.objectContaining({ path: 'replyTo' }),
    ]),
    original: { name: 'wrong', x: 1 },
  });
  await untilTaken();
  expect(await peek('jobs', 'deadLetter')).toEqual([]);
});

test('a host that is killed while it takes messages starts a job for each, and one only', async () => {
  const names = Array.from({ length: 8 }, (_, number) => `killed-${String(number)}`);
  await send(...names.map((name) => ({ body: jobNamed(name), messageId: name })));
  await eventually(async () => ((await jobsNamed('killed')).length > 0 ? true : undefined));
  const host = local.stack.services.get('host');
  const pid = host?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await host?.whenReplaced(pid);
  await untilTaken();
  const jobs = await jobsNamed('killed');
  expect(jobs.map(({ name }) => name).sort()).toEqual(names);
  for (const { id } of jobs) await local.whenOver(id);
}, 60_000);

test('a message whose handler fails every time is left in the dead-letter queue', async () => {
  const table = local.stack.ready['table'] ?? '';
  await new TableClient(table, 'claims', new DefaultAzureCredential()).deleteTable();
  await send({ body: jobNamed('crash'), messageId: 'crash' });
  const [dead] = await eventually(async () => {
    const messages = await peek('jobs', 'deadLetter');
    return messages.length > 0 ? messages : undefined;
  });
  expect(dead).toMatchObject({
    messageId: 'crash',
    body: jobNamed('crash'),
    deadLetterReason: 'MaxDeliveryCountExceeded',
  });
});
