import type { QueueDeclaration, QueueProperties } from './queue-properties.ts';
import { notEmulated } from './not-emulated.ts';

const second = 1000;
const minute = 60 * second;

interface Limit {
  readonly property: string;
  readonly of: (properties: QueueProperties) => number;
  readonly least: number;
  readonly most: number;
  readonly text: string;
}

/** What Microsoft's emulator takes: https://learn.microsoft.com/azure/service-bus-messaging/overview-emulator#quotas-and-limits */
const limits: readonly Limit[] = [
  {
    property: 'LockDuration',
    of: ({ LockDuration }) => LockDuration,
    least: 5 * second,
    most: 5 * minute,
    text: '5 seconds to 5 minutes',
  },
  {
    property: 'DefaultMessageTimeToLive',
    of: ({ DefaultMessageTimeToLive }) => DefaultMessageTimeToLive,
    least: 5 * minute,
    most: 60 * minute,
    text: '5 minutes to 1 hour',
  },
  {
    property: 'MaxDeliveryCount',
    of: ({ MaxDeliveryCount }) => MaxDeliveryCount,
    least: 1,
    most: 10,
    text: '1 to 10',
  },
];
const mostEntities = 50;

/** One line for each thing that is taken here although others refuse it, and for each that is not emulated. */
export function limitWarnings(
  queues: readonly QueueDeclaration[],
  topics: readonly string[],
): string[] {
  const warnings = queues.flatMap(({ name, properties }) => [
    ...limits
      .filter(({ of, least, most }) => of(properties) < least || of(properties) > most)
      .map(
        ({ property, text }) =>
          `queue ${name}: ${property} is outside of ${text}, the range of Microsoft's emulator`,
      ),
    ...notEmulated(properties).map(
      (what) => `queue ${name}: ${what} is not emulated; the queue refuses every link`,
    ),
  ]);
  if (topics.length > 0)
    warnings.push(`topics are not emulated; ${topics.join(', ')} refuse every link`);
  if (queues.length + topics.length > mostEntities)
    warnings.push(`more than ${mostEntities} entities, the most that Microsoft's emulator has`);
  return warnings;
}
