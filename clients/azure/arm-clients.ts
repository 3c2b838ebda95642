import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import type { TokenCredential } from '@azure/identity';

export interface ArmClients {
  readonly usual: ContainerInstanceManagementClient;
  /**
   * Sends a request once. The SDK repeats a PUT whose connection broke, and a PUT on a group that runs restarts its
   * containers: https://learn.microsoft.com/azure/container-instances/container-instances-update
   */
  readonly once: ContainerInstanceManagementClient;
}

export interface ArmOptions {
  /** Such as `https://management.azure.com`. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
}

/** Waits of 1, 2, 4, 8 and 10 seconds where ARM does not say how long: a short outage is no job's failure. */
const patient = { maxRetries: 5, retryDelayInMs: 1_000, maxRetryDelayInMs: 10_000 };

/** Clients of a subscription, made at its first use. */
export function armClients({
  endpoint,
  credential,
}: ArmOptions): (subscription: string) => ArmClients {
  const bySubscription = new Map<string, ArmClients>();
  return (subscription) => {
    const known = bySubscription.get(subscription);
    if (known) return known;
    const make = (retryOptions: { maxRetries: number }): ContainerInstanceManagementClient =>
      new ContainerInstanceManagementClient(credential, subscription, { endpoint, retryOptions });
    const clients = { usual: make(patient), once: make({ maxRetries: 0 }) };
    bySubscription.set(subscription, clients);
    return clients;
  };
}
