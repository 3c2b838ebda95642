import type { ApiRequest } from '../http/route.ts';
import type { GroupRecord } from '../model/group-record.ts';

/** The headers of a reply whose work goes on; there is no Location and no Retry-After, as recorded. */
export function operationHeaders(
  { origin }: Pick<ApiRequest, 'origin'>,
  group: GroupRecord,
): Record<string, string> {
  const { location } = group.body;
  const provider = `/subscriptions/${group.subscriptionId}/providers/Microsoft.ContainerInstance`;
  return {
    'azure-asyncoperation': `${origin}${provider}/locations/${location}/operations/${group.operation.id}?api-version=2018-06-01`,
    'x-ms-request-id': `${location}:${group.operation.id}`,
  };
}
