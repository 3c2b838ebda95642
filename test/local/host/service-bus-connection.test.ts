import { describe, expect, test } from '@jest/globals';
import { connectServiceBus } from '../../../local/host/service-bus/connect.ts';
import { AppSettings } from '../../../local/host/settings.ts';

const text = (namespace: string): string =>
  `Endpoint=sb://${namespace}.example;SharedAccessKeyName=name;SharedAccessKey=key`;
const namespaceOf = (settings: Record<string, string>, connection: string): string =>
  connectServiceBus(new AppSettings(settings), connection).fullyQualifiedNamespace;

describe('a Service Bus connection', () => {
  test('is a connection string under its own name, or with AzureWebJobs before it', () => {
    expect(namespaceOf({ Jobs: text('own') }, 'Jobs')).toBe('own.example');
    const both = { Jobs: text('own'), AzureWebJobsJobs: text('long') };
    expect(namespaceOf(both, 'Jobs')).toBe('long.example');
  });

  test('is AzureWebJobsServiceBus when the trigger names none', () => {
    expect(namespaceOf({ AzureWebJobsServiceBus: text('default') }, '')).toBe('default.example');
  });

  test('is an identity with the name of the namespace', () => {
    const identity = { Jobs__fullyQualifiedNamespace: 'acme.servicebus.windows.net' };
    expect(namespaceOf(identity, 'Jobs')).toBe('acme.servicebus.windows.net');
    const managed = { ...identity, Jobs__credential: 'managedidentity', Jobs__clientId: 'c0ffee' };
    expect(namespaceOf(managed, 'Jobs')).toBe('acme.servicebus.windows.net');
  });

  test('that is not set is named in the error, with what to set', () => {
    expect(() => namespaceOf({}, 'Jobs')).toThrow(/Jobs is not set: .*Jobs__fullyQualified/);
  });
});
