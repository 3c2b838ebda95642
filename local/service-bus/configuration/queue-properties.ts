import { z } from 'zod';
import { Duration } from './duration.ts';

/** Defaults of the schema of Microsoft's emulator; Azure's own differ: https://github.com/Azure/azure-service-bus-emulator-installer */
export const QueueProperties = z.strictObject({
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  DefaultMessageTimeToLive: Duration.prefault('PT1H'),
  DuplicateDetectionHistoryTimeWindow: Duration.prefault('PT20S'),
  ForwardDeadLetteredMessagesTo: z.string().default(''),
  ForwardTo: z.string().default(''),
  LockDuration: Duration.prefault('PT1M'),
  MaxDeliveryCount: z.int().positive().default(3),
  RequiresDuplicateDetection: z.boolean().default(false),
  RequiresSession: z.boolean().default(false),
});
export type QueueProperties = z.infer<typeof QueueProperties>;

export interface QueueDeclaration {
  readonly name: string;
  readonly properties: QueueProperties;
}
