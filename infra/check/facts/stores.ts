import { z } from 'zod';
import { blockOf, listOf, recordsOf } from './bicep-text.ts';
import { differences, jsonAt, textAt, type Fact } from './fact.ts';

const Stores = z.object({
  containers: z.array(z.string()),
  queues: z.array(z.string()),
  tables: z.array(z.string()),
});
const Queues = z.object({
  UserConfig: z.object({
    Namespaces: z.tuple([
      z.object({
        Queues: z.array(
          z.object({ Name: z.string(), Properties: z.record(z.string(), z.unknown()) }),
        ),
      }),
    ]),
  }),
});

/** What the app is developed against on one machine is what it gets on Azure. */
export const stores: Fact = (root) => {
  const file = 'infra/modules/storage.bicep';
  const source = 'local/storage/resources.json';
  const text = textAt(root, file);
  const expected = Stores.parse(jsonAt(root, source));
  const compare = (what: string, lists: readonly string[], there: readonly string[]) =>
    differences({
      file,
      line: blockOf(text, `var ${lists[0] ?? ''} = [`).line,
      what,
      source,
      here: lists.flatMap((list) => listOf(text, list)),
      there,
    });
  return [
    ...compare('container', ['containerNames'], expected.containers),
    ...compare('queue', ['queueNames'], expected.queues),
    ...compare('table', ['tableNames'], expected.tables),
  ];
};

/** Of a queue's properties those that both know, as one text. */
export const serviceBusQueues: Fact = (root) => {
  const file = 'infra/modules/servicebus.bicep';
  const source = 'local/service-bus/config.json';
  const text = textAt(root, file);
  const [namespace] = Queues.parse(jsonAt(root, source)).UserConfig.Namespaces;
  return differences({
    file,
    line: blockOf(text, 'var queues = [').line,
    what: 'queue',
    source,
    here: recordsOf(text, 'queues').map((queue) =>
      [
        queue['name'],
        queue['lockDuration'],
        queue['maxDeliveryCount'],
        queue['defaultMessageTimeToLive'],
        queue['deadLetteringOnMessageExpiration'],
      ].join(' '),
    ),
    there: namespace.Queues.map(({ Name, Properties }) =>
      [
        Name,
        Properties['LockDuration'],
        Properties['MaxDeliveryCount'],
        Properties['DefaultMessageTimeToLive'],
        Properties['DeadLetteringOnMessageExpiration'] ?? false,
      ].join(' '),
    ),
  });
};

const Subscriptions = z.array(
  z.object({
    name: z.string(),
    subjectBeginsWith: z.string().default(''),
    subjectEndsWith: z.string().default(''),
    queue: z.string(),
  }),
);

export const eventSubscriptions: Fact = (root) => {
  const file = 'infra/modules/events.bicep';
  const source = 'local/event-grid/subscriptions.json';
  const text = textAt(root, file);
  const asText = (it: Readonly<Record<string, string>>): string =>
    ['name', 'subjectBeginsWith', 'subjectEndsWith', 'queue'].map((key) => it[key]).join(' ');
  return differences({
    file,
    line: blockOf(text, 'var subscriptions = [').line,
    what: 'subscription',
    source,
    here: recordsOf(text, 'subscriptions').map(asText),
    there: Subscriptions.parse(jsonAt(root, source)).map(asText),
  });
};
