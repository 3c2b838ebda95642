import { AzureError } from '../model/azure-error.ts';

interface QuotaReached {
  readonly quota: string;
  readonly location: string;
  readonly limit: number;
  readonly usage: number;
  readonly requested: number;
}

/** What is answered when a limit is reached; texts as recorded from the real service. */
export const limitErrors = {
  /** https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
  quotaReached: ({ quota, location, limit, usage, requested }: QuotaReached) =>
    new AzureError({
      status: 400,
      code: 'ContainerGroupQuotaReached',
      message: `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '${quota}' exceeded in region '${location}'. Limit: '${limit}', Usage: '${usage}' Requested: '${requested}'.`,
    }),

  /** One kind of requests of the subscription came too fast. */
  subscriptionThrottled: (
    kind: string,
    {
      subscriptionId,
      actor,
      retryAfterSeconds,
    }: {
      readonly subscriptionId: string;
      readonly actor: string;
      readonly retryAfterSeconds: number;
    },
  ) =>
    new AzureError({
      status: 429,
      code: 'SubscriptionRequestsThrottled',
      message: `Number of '${kind}' requests for subscription '${subscriptionId}' actor '${actor}' exceeded. Please try again after '${retryAfterSeconds}' seconds.`,
      headers: {
        'retry-after': String(retryAfterSeconds),
        [`x-ms-ratelimit-remaining-subscription-${kind}s`]: '0',
      },
    }),

  /** Too many creates, or deletes, of container groups. */
  tooManyRequests: ({
    action,
    limit,
    windowSeconds,
    retryAfterSeconds,
  }: {
    readonly action: string;
    readonly limit: number;
    readonly windowSeconds: number;
    readonly retryAfterSeconds: number;
  }) =>
    new AzureError({
      status: 429,
      code: 'TooManyRequests',
      message: `Number of requests for action 'Microsoft.ContainerInstance/containerGroups/${action}' exceeded the limit of '${limit}' for time interval '${new Date(windowSeconds * 1000).toISOString().slice(11, 19)}'. Please try again after '${retryAfterSeconds}' seconds.`,
      headers: { 'retry-after': String(retryAfterSeconds) },
    }),
};
