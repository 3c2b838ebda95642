import { describe, expect, test } from '@jest/globals';
import { parseHostJson } from '../../../local/host/host-json.ts';

const withExtensions = (extensions: unknown): string =>
  JSON.stringify({ version: '2.0', extensions });

describe('host.json', () => {
  test("has Azure's defaults for what it does not say", () => {
    expect(parseHostJson('{"version":"2.0"}')).toMatchObject({
      functionTimeout: 1_800_000,
      extensions: {
        http: { routePrefix: 'api' },
        durableTask: { hubName: 'TestHubName' },
        queues: {
          messageEncoding: 'base64',
          maxPollingInterval: 60_000,
          batchSize: 16,
          maxDequeueCount: 5,
          visibilityTimeout: 0,
        },
        serviceBus: {
          autoCompleteMessages: true,
          maxConcurrentCalls: 16,
          prefetchCount: 0,
          maxAutoLockRenewalDuration: 300_000,
          maxMessageBatchSize: 1000,
        },
      },
    });
  });

  test('gives times in milliseconds', () => {
    const queues = { maxPollingInterval: '00:00:02', visibilityTimeout: '1.00:00:00.5' };
    expect(parseHostJson(withExtensions({ queues })).extensions.queues).toMatchObject({
      maxPollingInterval: 2_000,
      visibilityTimeout: 86_400_500,
    });
  });

  test('lets functions run for ever with functionTimeout -1', () => {
    expect(parseHostJson('{"version":"2.0","functionTimeout":"-1"}').functionTimeout).toBe(
      Infinity,
    );
  });

  test('leaves settings alone that it does not know', () => {
    expect(() =>
      parseHostJson('{"version":"2.0","logging":{},"extensions":{"kafka":{"x":1}}}'),
    ).not.toThrow();
  });

  test('names every wrong setting by its path, all at once', () => {
    const text = withExtensions({
      queues: { batchSize: 33, maxPollingInterval: 'soon', messageEncoding: 'utf8' },
      durableTask: { hubName: 5 },
      http: { routePrefix: false },
    });
    const error = catchError(() => parseHostJson(text));
    for (const setting of [
      'extensions.queues.batchSize: ',
      'extensions.queues.maxPollingInterval: "soon"',
      'extensions.queues.messageEncoding: ',
      'extensions.durableTask.hubName: ',
      'extensions.http.routePrefix: ',
    ])
      expect(error.message).toContain(setting);
  });

  test('gives way to settings of the app, whatever their case', () => {
    const text = withExtensions({ queues: { batchSize: 4, messageEncoding: 'none' } });
    const overridden = parseHostJson(text, {
      AzureFunctionsJobHost__extensions__Queues__batchSize: '8',
      AzureFunctionsJobHost__functionTimeout: '00:01:00',
      AzureFunctionsJobHost__extensions__http__routePrefix: '',
      OTHER__extensions__queues__batchSize: '16',
    });
    expect(overridden).toMatchObject({
      functionTimeout: 60_000,
      extensions: { queues: { batchSize: 8, messageEncoding: 'none' }, http: { routePrefix: '' } },
    });
  });

  test('has to be JSON of version 2.0', () => {
    expect(() => parseHostJson('{')).toThrow(/host.json is not JSON/);
    expect(() => parseHostJson('{}')).toThrow(/version/);
  });
});

function catchError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It did not throw.');
}
