import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { overrideHostJson } from './host-json-overrides.ts';
import type { Environment } from './settings.ts';
import { parseTimeSpan } from './time-span.ts';

const TimeSpan = z.string().transform((text, context) => {
  const ms = parseTimeSpan(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time such as "00:00:05"` });
  return z.NEVER;
});

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json */
const Queues = z.looseObject({
  messageEncoding: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['none', 'base64']))
    .default('base64'),
  maxPollingInterval: TimeSpan.pipe(z.number().min(100)).default(60_000),
  batchSize: z.int().min(1).max(32).default(16),
  newBatchThreshold: z.int().min(0).optional(),
  maxDequeueCount: z.int().min(1).default(5),
  visibilityTimeout: TimeSpan.default(0),
});

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus#hostjson-settings */
const ServiceBus = z.looseObject({
  autoCompleteMessages: z.boolean().default(true),
  maxConcurrentCalls: z.int().min(1).default(16),
  prefetchCount: z.int().min(0).default(0),
  maxAutoLockRenewalDuration: TimeSpan.default(5 * 60_000),
  maxMessageBatchSize: z.int().min(1).default(1000),
});

/** https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings#durable-functions-2-0-host-json */
const DurableTask = z.looseObject({
  hubName: z
    .string()
    .regex(
      /^([A-Za-z][A-Za-z0-9]{2,44}|%[^%]+%)$/,
      'has to be 3 to 45 letters and digits, a letter first, or the %name% of a setting',
    )
    .default('TestHubName'),
  defaultVersion: z.string().optional(),
  versionMatchStrategy: z.enum(['None', 'Strict', 'CurrentOrOlder']).optional(),
  versionFailureStrategy: z.enum(['Reject', 'Fail']).optional(),
  maxConcurrentActivityFunctions: z.int().min(1).optional(),
  maxConcurrentEntityFunctions: z.int().min(1).optional(),
  maxEntityOperationBatchSize: z.int().min(1).optional(),
  httpSettings: z
    .looseObject({ defaultAsyncRequestSleepTimeMilliseconds: z.int().min(1).optional() })
    .optional(),
  storeInputsInOrchestrationHistory: z.boolean().optional(),
  storageProvider: z.looseObject({}).optional(),
});

const Http = z.looseObject({
  routePrefix: z
    .string()
    .transform((prefix) => prefix.replace(/^\/+|\/+$/g, ''))
    .default('api'),
});

/** How long one execution may take; -1 is for ever. Azure's default outside the Consumption plan is 30 minutes. */
const FunctionTimeout = z
  .union([z.literal('-1').transform(() => Infinity), TimeSpan])
  .default(30 * 60_000);

const HostJson = z.looseObject({
  version: z.literal('2.0'),
  functionTimeout: FunctionTimeout,
  extensions: z
    .looseObject({
      durableTask: DurableTask.prefault({}),
      queues: Queues.prefault({}),
      serviceBus: ServiceBus.prefault({}),
      http: Http.prefault({}),
    })
    .prefault({}),
});

/** The settings of host.json that this host obeys, with Azure's defaults; times are in milliseconds. */
export type HostJson = z.infer<typeof HostJson>;
export type QueueSettings = z.infer<typeof Queues>;
export type ServiceBusSettings = z.infer<typeof ServiceBus>;

/** Checks the text of a host.json. Settings that are not known are left alone; the error names every wrong one by path. */
export function parseHostJson(text: string, environment: Environment = {}): HostJson {
  const result = HostJson.safeParse(overrideHostJson(parseJson(text), environment));
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  );
  throw new Error(`host.json is wrong: ${problems.join('; ')}`);
}

export async function readHostJson(appFolder: string, environment: Environment): Promise<HostJson> {
  const file = path.join(appFolder, 'host.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${file} can not be read: a Functions app has a host.json beside package.json`);
  });
  return parseHostJson(text, environment);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`host.json is not JSON: ${String(error)}`, { cause: error });
  }
}
