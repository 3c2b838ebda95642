import { ServiceBusClient } from '@azure/service-bus';
import { credentialOf } from '../connection-credential.ts';
import type { AppSettings } from '../settings.ts';

/** A namespace that does not answer is asked again soon: it may be a broker that is being restarted. */
const retries = {
  retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 },
};

/**
 * The namespace that a trigger's `connection` names: a connection string or an identity-based connection, under its own
 * name or with `AzureWebJobs` before it, as Azure looks them up. The error names the settings that were missed.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#connections
 */
export function connectServiceBus(settings: AppSettings, connection: string): ServiceBusClient {
  const name = connection === '' ? 'ServiceBus' : connection;
  for (const candidate of [`AzureWebJobs${name}`, name]) {
    const text = settings.get(candidate);
    if (text !== undefined && text !== '') return new ServiceBusClient(text, retries);
    const namespace = settings.get(`${candidate}__fullyQualifiedNamespace`);
    if (namespace !== undefined && namespace !== '')
      return new ServiceBusClient(namespace, credentialOf(settings, candidate), retries);
  }
  throw new Error(
    `the Service Bus connection ${name} is not set: give a connection string in ${name}, or ${name}__fullyQualifiedNamespace for an identity`,
  );
}
