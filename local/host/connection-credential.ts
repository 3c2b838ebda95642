import {
  DefaultAzureCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { AppSettings } from './settings.ts';

/**
 * The identity of an identity-based connection: the managed one that its settings name, else what the environment has.
 * https://learn.microsoft.com/azure/azure-functions/functions-reference#common-properties-for-identity-based-connections
 */
export function credentialOf(settings: AppSettings, connection: string): TokenCredential {
  const clientId = settings.get(`${connection}__clientId`);
  const isManaged = settings.get(`${connection}__credential`)?.toLowerCase() === 'managedidentity';
  if (isManaged && clientId !== undefined) return new ManagedIdentityCredential({ clientId });
  return new DefaultAzureCredential();
}
