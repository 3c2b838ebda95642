import type { Emulator } from '../emulator.ts';
import type { ApiRequest } from '../http/route.ts';
import type { GroupRecord } from '../model/group-record.ts';

/**
 * The headers of a reply whose work goes on. As recorded, there is no Location and no Retry-After; behaviour
 * `longRunning: swagger` adds them.
 */
export function operationHeaders(
  request: Pick<ApiRequest, 'origin'>,
  group: GroupRecord,
  { behaviour }: Pick<Emulator, 'behaviour'>,
): Record<string, string> {
  const { id } = group.operation;
  const { location } = group.body;
  return {
    'azure-asyncoperation': `${locationLink(request, group)}/operations/${id}?api-version=2018-06-01`,
    'x-ms-request-id': `${location}:${id}`,
    ...(behaviour.current.longRunning === 'swagger' && resultHeaders(request, group)),
  };
}

/** Where the result of a group's newest operation is to be had, and when to ask for it. */
export function resultHeaders(
  request: Pick<ApiRequest, 'origin'>,
  group: GroupRecord,
): Record<string, string> {
  const { id } = group.operation;
  return {
    location: `${locationLink(request, group)}/operationResults/${id}?api-version=2018-06-01`,
    'retry-after': '1',
  };
}

function locationLink({ origin }: Pick<ApiRequest, 'origin'>, group: GroupRecord): string {
  return `${origin}/subscriptions/${group.subscriptionId}/providers/Microsoft.ContainerInstance/locations/${group.body.location}`;
}
