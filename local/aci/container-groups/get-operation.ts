import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';

/** Not in the specification; the reply as recorded. */
export const getOperation: Route = {
  operation: 'ContainerGroups_GetOperation',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.location}/operations/:id`,
  handle({ params }, { store }) {
    const operation = store.findOperation(params.id);
    if (!operation) throw errors.operationNotFound(params.id);
    const { resourceId, status, startTime, events, error } = operation;
    return ok({
      id: resourceId,
      status,
      startTime,
      properties: { events },
      ...(error && { error }),
    });
  },
};
