import { z } from 'zod';
import { jsonAt, type Fact } from './fact.ts';

const timeSpan = z.string().regex(/^\d{2}:\d{2}:\d{2}$/, 'must be hh:mm:ss');

/**
 * The parts of host.json that are in use; a misspelt name would be ignored by Azure.
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json
 */
const HostJson = z.strictObject({
  version: z.literal('2.0'),
  logging: z.looseObject({}).optional(),
  extensionBundle: z.strictObject({
    id: z.literal('Microsoft.Azure.Functions.ExtensionBundle'),
    // Versioned orchestrations and azureManaged need one of the fours, the newest of which Azure takes.
    version: z.literal('[4.*, 5.0.0)'),
  }),
  extensions: z.strictObject({
    durableTask: z.strictObject({
      // https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-task-hubs#task-hub-names
      hubName: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9]{2,44}$/, 'must be 3 to 45 letters and digits'),
      defaultVersion: z.string(),
      storeInputsInOrchestrationHistory: z.boolean(),
      storageProvider: z.strictObject({
        maxQueuePollingInterval: timeSpan,
        controlQueueVisibilityTimeout: timeSpan,
        workItemQueueVisibilityTimeout: timeSpan,
      }),
    }),
    queues: z.strictObject({
      messageEncoding: z.literal('none'),
      maxPollingInterval: timeSpan,
      maxDequeueCount: z.int().positive(),
    }),
    serviceBus: z.looseObject({}).optional(),
  }),
});

export const hostJson: Fact = (root) => {
  const file = 'host.json';
  const parsed = HostJson.safeParse(jsonAt(root, file));
  return (parsed.error?.issues ?? []).map(({ path, message }) => ({
    file,
    line: 1,
    message: `${path.join('.')} ${message}`,
  }));
};
