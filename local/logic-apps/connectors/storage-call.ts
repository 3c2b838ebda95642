import { RestError } from '@azure/storage-blob';
import { NoAnswer } from './connector.ts';
import { StorageRefusal } from './storage-refusal.ts';

/** What the SDK's call gives; its errors in the words of the connectors. Retries are the runner's. */
export async function storageCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof RestError && error.statusCode !== undefined) {
      throw new StorageRefusal(error.statusCode, error.message);
    }
    throw new NoAnswer(error);
  }
}

/** Options for the SDK's clients: what fails is tried again by the retry policy of the definition. */
export const noRetries = { retryOptions: { maxTries: 1 } };
