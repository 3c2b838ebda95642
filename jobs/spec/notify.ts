import { z } from 'zod';

export const notifyWays = [
  'storageQueue',
  'serviceBusQueue',
  'serviceBusTopic',
  'webhook',
] as const;
const outcomes = ['succeeded', 'failed', 'timedOut', 'cancelled'] as const;
const maxTargets = 5;

/** https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata */
const StorageQueue = z
  .string()
  .regex(
    /^[a-z0-9](-?[a-z0-9]){2,62}$/,
    'must be the name of a storage queue: 3 to 63 lower-case letters, digits or single hyphens',
  );
/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftservicebus */
const ServiceBusEntity = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._/-]{0,258}[A-Za-z0-9])?$/, 'must be the name of an entity');

const Webhook = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .max(2048)
  .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), 'must not carry a user name or password');

/** Who is told how a job ended: one way each, on all outcomes or those that `on` names. */
const NotifyTarget = z
  .strictObject({
    on: z.array(z.enum(outcomes)).min(1, 'must name an outcome').optional(),
    storageQueue: StorageQueue.optional(),
    serviceBusQueue: ServiceBusEntity.optional(),
    serviceBusTopic: ServiceBusEntity.optional(),
    webhook: Webhook.optional(),
  })
  .refine((target) => notifyWays.filter((way) => target[way] !== undefined).length === 1, {
    error: `must name exactly one of ${notifyWays.join(', ')}`,
  });
export type NotifyTarget = z.infer<typeof NotifyTarget>;

export const Notify = z.array(NotifyTarget).max(maxTargets, `has more than ${maxTargets} targets`);
