import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../config.ts';

const environment = {
  JobsStorage__blobServiceUri: 'https://acct.blob.core.windows.net/',
  JobsStorage__queueServiceUri: 'https://acct.queue.core.windows.net',
  JobsStorage__tableServiceUri: 'https://acct.table.core.windows.net',
  AZURE_SUBSCRIPTION_ID: '11111111-1111-1111-1111-111111111111',
  ACI_RESOURCE_GROUP: 'jobs-rg',
  ACI_LOCATION: 'westeurope',
  IMAGE_PREFIX: 'durableaci.azurecr.io/',
  WEBSITE_SITE_NAME: 'my-app',
};

function messageOf(settings: Record<string, string | undefined>): string {
  try {
    parseConfig(settings);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('the configuration', () => {
  test('has defaults for all but what only the deployment knows', () => {
    expect(parseConfig(environment)).toEqual({
      storage: {
        blob: 'https://acct.blob.core.windows.net',
        queue: 'https://acct.queue.core.windows.net',
        table: 'https://acct.table.core.windows.net',
      },
      armEndpoint: 'https://management.azure.com',
      target: {
        subscriptionId: '11111111-1111-1111-1111-111111111111',
        resourceGroup: 'jobs-rg',
      },
      location: 'westeurope',
      imagePrefix: 'durableaci.azurecr.io',
      owner: 'my-app-DurableAci',
      idempotencyDays: 7,
      retentionDays: { history: 30, files: 30, logs: 30, results: 90, rows: 90 },
      hookKey: undefined,
      blobRules: [{ container: 'reviews', workload: 'sentiment' }],
      serviceBus: undefined,
      replyQueues: ['job-replies'],
      policy: { identities: [], subnets: [] },
      metricsAdvice: false,
      notifyTargets: ['storageQueue:job-notices'],
      webhookSecret: undefined,
      baseUrl: '',
    });
  });

  test('names every missing setting at once', () => {
    const message = messageOf({ ACI_LOCATION: '' });
    for (const name of [...Object.keys(environment).slice(0, 7), 'DEPLOYMENT_OWNER']) {
      expect(message).toContain(`${name} must be set`);
    }
  });

  test('names every wrong setting, into the JSON of a setting', () => {
    const message = messageOf({
      ...environment,
      ARM_ENDPOINT: 'http://management.azure.com',
      AZURE_SUBSCRIPTION_ID: 'mine',
      IDEMPOTENCY_DAYS: 'soon',
      BLOB_RULES: '[{"container":"reviews","workload":"nothing"}]',
    });
    expect(message.split('\n').slice(1)).toEqual([
      '  ARM_ENDPOINT must be an https URL',
      '  AZURE_SUBSCRIPTION_ID must be a GUID',
      '  IDEMPOTENCY_DAYS must be a number of days',
      '  BLOB_RULES.0.workload Invalid input: expected "sentiment"',
    ]);
  });

  test('keeps rows at least as long as what is found by them, and as keys are remembered', () => {
    const RETENTION_DAYS = '{"logs":5,"rows":100}';
    expect(parseConfig({ ...environment, RETENTION_DAYS }).retentionDays).toEqual({
      history: 30,
      files: 30,
      logs: 5,
      results: 90,
      rows: 100,
    });
    const wrong = (days: string, more = {}) =>
      messageOf({ ...environment, RETENTION_DAYS: days, ...more });
    expect(wrong('soon')).toContain('RETENTION_DAYS must be JSON');
    expect(wrong('{"rows":10}')).toContain('RETENTION_DAYS.rows must not be less than files');
    expect(wrong('{"blobs":10}')).toContain('RETENTION_DAYS');
    expect(wrong('{"rows":100}', { IDEMPOTENCY_DAYS: '101' })).toContain(
      'RETENTION_DAYS.rows must not be less than IDEMPOTENCY_DAYS',
    );
  });

  test('refuses blob rules that are not JSON', () => {
    expect(messageOf({ ...environment, BLOB_RULES: 'reviews' })).toContain(
      'BLOB_RULES must be JSON',
    );
  });

  test('tells task hubs of one app apart, and lets the deployment name its owner', () => {
    const hub = { AzureFunctionsJobHost__extensions__durableTask__hubName: 'Blue' };
    expect(parseConfig({ ...environment, ...hub }).owner).toBe('my-app-Blue');
    expect(parseConfig({ ...environment, DEPLOYMENT_OWNER: 'o' }).owner).toBe('o');
  });

  test('takes a Service Bus by its name or by a connection string, which comes first', () => {
    const name = { ServiceBusConnection__fullyQualifiedNamespace: 'bus.servicebus.windows.net' };
    const text = 'Endpoint=sb://bus.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=b';
    expect(parseConfig({ ...environment, ...name }).serviceBus).toEqual({
      fullyQualifiedNamespace: 'bus.servicebus.windows.net',
    });
    expect(parseConfig({ ...environment, ...name, ServiceBusConnection: text }).serviceBus).toEqual(
      { connectionString: text },
    );
    const wrong = {
      ServiceBusConnection__fullyQualifiedNamespace: 'sb://bus',
      ServiceBusConnection: 'secret',
    };
    const message = messageOf({ ...environment, ...wrong });
    for (const setting of Object.keys(wrong)) expect(message).toContain(`${setting} must be`);
    expect(message).not.toContain('secret');
  });

  test('knows the queues that take replies, and its own URL', () => {
    const settings = { REPLY_QUEUES: ' a, b,', WEBSITE_HOSTNAME: 'my-app.azurewebsites.net' };
    expect(parseConfig({ ...environment, ...settings })).toMatchObject({
      replyQueues: ['a', 'b'],
      baseUrl: 'https://my-app.azurewebsites.net',
    });
  });

  test('knows who may be notified, and takes no secret that Key Vault has not put in its place', () => {
    const secret = `whsec_${'a'.repeat(32)}`;
    const targets = 'webhook:*.example.com, serviceBus:done';
    const settings = { NOTIFY_TARGETS: targets, NOTIFY_WEBHOOK_SECRET: secret };
    expect(parseConfig({ ...environment, ...settings })).toMatchObject({
      notifyTargets: ['webhook:*.example.com', 'serviceBus:done'],
      webhookSecret: secret,
    });
    const reference = '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)';
    const message = messageOf({
      ...environment,
      NOTIFY_TARGETS: 'webhook:https://example.com,webhook:*,webhook:127.0.0.1',
      NOTIFY_WEBHOOK_SECRET: reference,
    });
    for (const at of [0, 1, 2]) expect(message).toContain(`NOTIFY_TARGETS.${at} must be a list of`);
    expect(message).toContain('NOTIFY_WEBHOOK_SECRET must be whsec_');
    expect(message).not.toContain('vault.azure.net');
  });

  test('knows which images may be given what, beside what every image may', () => {
    const rules = [{ images: ['a.azurecr.io/team'], secretRefs: ['team-*'] }];
    const settings = { JOB_POLICY: JSON.stringify(rules), KEY_VAULT_URL: 'https://v.example/' };
    expect(parseConfig({ ...environment, ...settings, ALLOWED_SUBNETS: '/a/*' })).toMatchObject({
      policy: { identities: [], subnets: ['/a/*'], rules, vault: 'https://v.example' },
      keyVault: 'https://v.example',
    });
  });

  test.each([
    ['no JSON', '{', 'JOB_POLICY must be JSON'],
    ['an image that is none', '[{"images":["a b"]}]', 'JOB_POLICY.0.images.0 must be a registry'],
    ['no image', '[{"images":[]}]', 'JOB_POLICY.0.images must name an image'],
    ['a secret’s version', '[{"images":["*"],"secretRefs":["a/b"]}]', 'JOB_POLICY.0.secretRefs.0'],
    ['a * before a name', '[{"images":["*"],"secretRefs":["*a"]}]', 'JOB_POLICY.0.secretRefs.0'],
    ['a * for vaults', '[{"images":["*"],"secretRefs":["https://*/secrets/a"]}]', 'secretRefs.0'],
    ['another field', '[{"images":["*"],"secrets":[]}]', 'JOB_POLICY.0'],
  ])('takes no policy with %s', (_, policy, problem) => {
    expect(messageOf({ ...environment, JOB_POLICY: policy })).toContain(problem);
  });

  test('can not be changed, not even deep inside', () => {
    const config = parseConfig(environment);
    expect(Object.isFrozen(config.target)).toBe(true);
    expect(Object.isFrozen(config.blobRules[0])).toBe(true);
  });
});
