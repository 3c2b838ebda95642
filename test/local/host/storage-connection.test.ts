import { describe, expect, test } from '@jest/globals';
import { AppSettings } from '../../../local/host/settings.ts';
import { connectQueues } from '../../../local/host/storage-connection.ts';

const key = Buffer.from('a key').toString('base64');
const text = (account: string): string =>
  `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=${key};QueueEndpoint=https://${account}.example`;
const urlOf = (settings: Record<string, string>, connection: string): string =>
  connectQueues(new AppSettings(settings), connection).url;

describe('a storage connection', () => {
  test('is a connection string under its own name, or with AzureWebJobs before it', () => {
    expect(urlOf({ Jobs: text('own') }, 'Jobs')).toBe('https://own.example');
    expect(urlOf({ Jobs: text('own'), AzureWebJobsJobs: text('long') }, 'Jobs')).toBe(
      'https://long.example',
    );
  });

  test('is AzureWebJobsStorage when the trigger names none', () => {
    expect(urlOf({ AzureWebJobsStorage: text('default') }, '')).toBe('https://default.example');
    expect(urlOf({ AzureWebJobsStorage: text('default') }, 'AzureWebJobsStorage')).toBe(
      'https://default.example',
    );
  });

  test('is an identity with the service URI or the account name', () => {
    expect(urlOf({ Jobs__queueServiceUri: 'https://127.0.0.1:1/a' }, 'Jobs')).toBe(
      'https://127.0.0.1:1/a',
    );
    expect(urlOf({ jobs__ACCOUNTNAME: 'acme' }, 'Jobs')).toBe(
      'https://acme.queue.core.windows.net',
    );
    const managed = {
      Jobs__accountName: 'acme',
      Jobs__credential: 'managedidentity',
      Jobs__clientId: 'c0ffee',
    };
    expect(urlOf(managed, 'Jobs')).toBe('https://acme.queue.core.windows.net');
  });

  test('that is not set is named in the error, with what to set', () => {
    expect(() => urlOf({}, 'Jobs')).toThrow(/Jobs is not set: .*Jobs__queueServiceUri/);
  });
});
