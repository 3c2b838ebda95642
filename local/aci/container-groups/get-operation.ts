import type { Emulator } from '../emulator.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { AzureError } from '../model/azure-error.ts';
import { errors } from '../model/errors.ts';
import type { OperationRecord } from '../model/group-record.ts';
import { resultHeaders } from './operation-link.ts';
import { renderGroup } from './render-group.ts';

/** Not in the specification; the reply as recorded. */
export const getOperation: Route = {
  operation: 'ContainerGroups_GetOperation',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.location}/operations/:id`,
  handle({ params }, emulator) {
    const { resourceId, status, startTime, events, error } = findOperation(params.id, emulator);
    return ok({
      id: resourceId,
      status,
      startTime,
      properties: { events },
      ...(error && { error }),
    });
  },
};

/**
 * What the `Location` of an operation answers: 202 while it goes on, then the group, or 204 when it has no result. An
 * operation that has failed answers its error.
 */
export const getOperationResult: Route = {
  operation: 'ContainerGroups_GetOperationResult',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.location}/operationResults/:id`,
  handle(request, emulator) {
    const { status, error, result, resourceId } = findOperation(request.params.id, emulator);
    if (status === 'Failed') {
      const message = 'The container group could not be provisioned.';
      throw new AzureError({ status: 409, ...{ code: 'Failed', message, ...error } });
    }
    const [, , subscriptionId = '', , resourceGroup = '', , , , name = ''] = resourceId.split('/');
    const group = emulator.groups.get({ subscriptionId, resourceGroup, name });
    if (status === 'Succeeded') {
      return result === 'nothing'
        ? { status: 204 }
        : ok(renderGroup(group, { instanceView: true }));
    }
    return { status: 202, headers: resultHeaders(request, group) };
  },
};

function findOperation(id: string, { store }: Emulator): OperationRecord {
  const operation = store.findOperation(id);
  if (!operation) throw errors.operationNotFound(id);
  return operation;
}
