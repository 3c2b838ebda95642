import { z } from 'zod';
import type { Policy } from './jobs/policy.ts';
import { PolicyRule } from './jobs/policy/rule.ts';

const Endpoint = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .transform((url) => url.replace(/\/+$/, ''));

/** Blobs of a container, or those of them that a prefix and a suffix choose, start a workload that reads one blob. */
const BlobRule = z.strictObject({
  container: z.string().min(3).max(63),
  prefix: z.string().optional(),
  suffix: z.string().optional(),
  workload: z.literal('sentiment'),
});

/** JSON in a setting; `what` says what it holds. */
const jsonOf = (what: string) =>
  z.string().transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue(`must be JSON: ${what}`);
      return z.NEVER;
    }
  });

const BlobRules = jsonOf('a list of {container, prefix?, suffix?, workload}').pipe(
  z.array(BlobRule),
);

const Rules = jsonOf(
  'a list of {images, secretRefs?, identities?, subnets?, regions?, resourceGroups?}',
).pipe(z.array(PolicyRule));

const NameList = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);

const Days = z.int().min(1).max(36_500);

/** For how many days what is kept; rows, by which the rest is found, not shorter than the rest. */
const RetentionDays = z
  .strictObject({
    history: Days.default(30),
    files: Days.default(30),
    logs: Days.default(30),
    results: Days.default(90),
    rows: Days.default(90),
  })
  .refine(({ rows, files, logs, results }) => rows >= Math.max(files, logs, results), {
    path: ['rows'],
    error: 'must not be less than files, logs and results',
  });

const RetentionDaysText = jsonOf('{history?, files?, logs?, results?, rows?}').pipe(RetentionDays);

/** The settings by the names that Azure's own tools use for them, where they have one. */
const Environment = z.object({
  // The identity-based connection `JobsStorage` of the queue triggers:
  // https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection
  JobsStorage__blobServiceUri: Endpoint,
  JobsStorage__queueServiceUri: Endpoint,
  JobsStorage__tableServiceUri: Endpoint,
  /** Another one in a sovereign cloud. */
  ARM_ENDPOINT: Endpoint.default('https://management.azure.com'),
  AZURE_SUBSCRIPTION_ID: z.guid('must be a GUID'),
  ACI_RESOURCE_GROUP: z.string(),
  ACI_LOCATION: z.string(),
  /** Registry of our workloads' images, such as `durableaci.azurecr.io`. */
  IMAGE_PREFIX: z.string().transform((prefix) => prefix.replace(/\/+$/, '')),
  /** Marks the groups of this deployment: no other may have the same. */
  DEPLOYMENT_OWNER: z.string().max(256).optional(),
  IDEMPOTENCY_DAYS: z.coerce.number('must be a number of days').int().min(1).max(3650).default(7),
  RETENTION_DAYS: RetentionDaysText.default(RetentionDays.parse({})),
  BLOB_RULES: BlobRules.default([{ container: 'reviews', workload: 'sentiment' }]),
  /** Signs the tokens by which containers report their ends; only this app has it. */
  HOOK_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  // The connection `ServiceBusConnection` of the Service Bus trigger, by an identity or by a connection string; without
  // either there is no such trigger.
  ServiceBusConnection__fullyQualifiedNamespace: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a host name, such as name.servicebus.windows.net')
    .optional(),
  ServiceBusConnection: z
    .string()
    .regex(/^(?=.*Endpoint=sb:)/i, 'must be a connection string: Endpoint=sb://...')
    .optional(),
  /** Names of the queues that job messages may name as `replyTo`. */
  REPLY_QUEUES: NameList.default(['job-replies']),
  /** Resource ids, or their beginnings with a `*`, that groups of jobs may be given. */
  ALLOWED_IDENTITIES: NameList.default([]),
  ALLOWED_SUBNETS: NameList.default([]),
  /** What groups of some images may be given besides; docs/secrets.md has an example. */
  JOB_POLICY: Rules.default([]),
  /** Of the secrets that jobs name: its own, so that a name alone is enough. */
  KEY_VAULT_URL: Endpoint.optional(),
  /** Whether Azure Monitor is asked, once per task, what its containers have used: docs/costs.md. */
  METRICS_ADVICE: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true'),
  /** Who jobs may name in `notify`: `storageQueue:name`, `serviceBus:name`, `webhook:host`, `webhook:*.domain`. */
  NOTIFY_TARGETS: NameList.pipe(
    z.array(
      z
        .string()
        .regex(
          /^(storageQueue|serviceBus):[A-Za-z0-9._/-]+$|^webhook:(\*\.)?([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/,
          'must be a list of storageQueue:name, serviceBus:name, webhook:host or webhook:*.domain',
        ),
    ),
  ).default(['storageQueue:job-notices']),
  /** Signs webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
  NOTIFY_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and the base64 of 24 to 64 bytes')
    .optional(),
});

/** What the app knows of where it runs. */
export interface Config {
  readonly storage: { readonly blob: string; readonly queue: string; readonly table: string };
  readonly armEndpoint: string;
  readonly target: { readonly subscriptionId: string; readonly resourceGroup: string };
  readonly location: string;
  readonly imagePrefix: string;
  readonly owner: string;
  readonly idempotencyDays: number;
  readonly retentionDays: z.infer<typeof RetentionDays>;
  /** Undefined: no container can report its end. */
  readonly hookKey: string | undefined;
  readonly blobRules: readonly z.infer<typeof BlobRule>[];
  /** Undefined: no job comes by Service Bus. */
  readonly serviceBus:
    | { readonly fullyQualifiedNamespace: string }
    | { readonly connectionString: string }
    | undefined;
  readonly replyQueues: readonly string[];
  readonly policy: Policy;
  /** Undefined: jobs can name secrets of other vaults only. */
  readonly keyVault: string | undefined;
  readonly metricsAdvice: boolean;
  readonly notifyTargets: readonly string[];
  /** Undefined: no webhook is called. */
  readonly webhookSecret: string | undefined;
  /** Where the app's own HTTP API is; empty where the platform does not say. */
  readonly baseUrl: string;
}

/**
 * Reads the app's settings; throws one error that names every missing or wrong one. An empty setting counts as
 * missing, as in a shell's `NAME=`.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const parsed = Environment.safeParse(given);
  const owner = ownerOf(environment);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given));
  if (!owner) problems.push('DEPLOYMENT_OWNER must be set where WEBSITE_SITE_NAME is not');
  if (parsed.success && parsed.data.RETENTION_DAYS.rows < parsed.data.IDEMPOTENCY_DAYS)
    problems.push('RETENTION_DAYS.rows must not be less than IDEMPOTENCY_DAYS');
  if (!parsed.success || !owner || problems.length > 0) {
    throw new Error(`The settings of the app are not right:\n  ${problems.join('\n  ')}`);
  }
  const settings = parsed.data;
  return deepFreeze({
    storage: {
      blob: settings.JobsStorage__blobServiceUri,
      queue: settings.JobsStorage__queueServiceUri,
      table: settings.JobsStorage__tableServiceUri,
    },
    armEndpoint: settings.ARM_ENDPOINT,
    target: {
      subscriptionId: settings.AZURE_SUBSCRIPTION_ID,
      resourceGroup: settings.ACI_RESOURCE_GROUP,
    },
    location: settings.ACI_LOCATION,
    imagePrefix: settings.IMAGE_PREFIX,
    owner,
    idempotencyDays: settings.IDEMPOTENCY_DAYS,
    retentionDays: settings.RETENTION_DAYS,
    hookKey: settings.HOOK_KEY,
    blobRules: settings.BLOB_RULES,
    serviceBus: serviceBusOf(settings),
    replyQueues: settings.REPLY_QUEUES,
    policy: policyOf(settings),
    keyVault: settings.KEY_VAULT_URL,
    metricsAdvice: settings.METRICS_ADVICE,
    notifyTargets: settings.NOTIFY_TARGETS,
    webhookSecret: settings.NOTIFY_WEBHOOK_SECRET,
    baseUrl: baseUrlOf(environment),
  });
}

/**
 * Two apps may share a resource group and two task hubs an app, so an app is known by both names. The hub's may be
 * set beside host.json: https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
 */
function ownerOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const site = environment['WEBSITE_SITE_NAME'];
  const hub = environment['AzureFunctionsJobHost__extensions__durableTask__hubName'];
  return environment['DEPLOYMENT_OWNER'] || (site && `${site}-${hub || 'DurableAci'}`);
}

function policyOf(settings: z.infer<typeof Environment>): Policy {
  const { KEY_VAULT_URL: vault, JOB_POLICY: rules } = settings;
  return {
    identities: settings.ALLOWED_IDENTITIES,
    subnets: settings.ALLOWED_SUBNETS,
    ...(rules.length > 0 && { rules }),
    ...(vault !== undefined && { vault }),
  };
}

/** Functions takes the connection string where both are set. */
function serviceBusOf(settings: z.infer<typeof Environment>): Config['serviceBus'] {
  const { ServiceBusConnection: connectionString } = settings;
  const fullyQualifiedNamespace = settings.ServiceBusConnection__fullyQualifiedNamespace;
  if (connectionString !== undefined) return { connectionString };
  return fullyQualifiedNamespace === undefined ? undefined : { fullyQualifiedNamespace };
}

/** https://learn.microsoft.com/azure/app-service/reference-app-settings#app-environment */
function baseUrlOf(environment: Readonly<Record<string, string | undefined>>): string {
  const host = environment['WEBSITE_HOSTNAME'];
  return host ? `https://${host}` : '';
}

function describe({ path, message }: z.core.$ZodIssue, given: object): string {
  const missing = path.length === 1 && !Object.hasOwn(given, String(path[0]));
  return `${path.join('.')} ${missing ? 'must be set' : message}`;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
