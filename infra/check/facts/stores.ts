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

/** What the app and the Logic Apps are developed against on one machine is what they get on Azure. */
export const stores: Fact = (root) => {
  const file = 'infra/modules/storage.bicep';
  const source = 'local/storage/resources.json';
  const text = textAt(root, file);
  const ofLogicApps = textAt(root, 'infra/modules/logicapps-storage.bicep');
  const expected = Stores.parse(jsonAt(root, source));
  const compare = (what: string, list: string, others: readonly string[], there: string[]) =>
    differences({
      file,
      line: blockOf(text, `var ${list} = [`).line,
      what,
      source,
      here: [...listOf(text, list), ...others],
      there,
    });
  const { containers, queues, tables } = expected;
  return [
    ...compare('container', 'containerNames', listOf(ofLogicApps, 'containerNames'), containers),
    ...compare('queue', 'queueNames', listOf(ofLogicApps, 'queueNames'), queues),
    ...compare('table', 'tableNames', [], tables),
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
