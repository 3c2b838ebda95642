import type { Hono } from 'hono';
import {
  type Instance,
  type InstanceFilter,
  isTerminal,
  runtimeStatuses,
} from '../engine/instance.ts';
import { isEntity } from '../entities/entity-id.ts';
import { empty, json, thrown } from './answers.ts';
import { historyView } from './history-view.ts';
import { dateOf, isTrue, pageOf, tokenHeader } from './query.ts';
import type { RouteOptions } from './start-routes.ts';
import { statusView } from './status-view.ts';

/** Reading and purging: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api#get-all-instances-status */
export function queryRoutes(app: Hono, options: RouteOptions): void {
  const { management } = options;

  app.get('/instances', (context) => {
    const query = context.req.query();
    const { limit, afterId } = pageOf(context);
    const filter = filterOf(query);
    const after = afterId === undefined ? {} : { afterId };
    const found = management.list({ ...filter, ...after }, limit + 1);
    const page = found.slice(0, limit);
    // A list without any filter shows inputs whatever is asked for: so it was recorded.
    const showInput = showsInput(query) || isEverything(filter);
    const shown = page.map((instance) => statusView(instance, showInput));
    const next = found.length > limit ? page.at(-1)?.instanceId : undefined;
    return json(200, shown, tokenHeader(next));
  });

  app.get('/instances/:id', (context) => {
    const query = context.req.query();
    const instance = management.get(context.req.param('id'));
    if (!instance || isOtherHub(query['taskHub'], options.hubName)) return empty(404);
    return statusAnswer(options, instance, query, context.req.url);
  });

  app.delete('/instances/:id', (context) => {
    const id = context.req.param('id');
    const instance = management.get(id);
    if (!instance) return empty(404);
    // Entities run for ever, and may be purged at any time.
    if (!isTerminal(instance.status) && !isEntity(instance))
      return json(
        412,
        `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${id} has status ${instance.status}`,
      );
    management.purge(id);
    return json(200, { instancesDeleted: 1 });
  });

  app.delete('/instances', (context) => {
    const query = context.req.query();
    if (query['createdTimeFrom'] === undefined)
      return json(400, "Please provide value for 'createdTimeFrom' parameter.");
    const instancesDeleted = management.purgeBy(filterOf(query));
    return instancesDeleted === 0 ? empty(404) : json(200, { instancesDeleted });
  });
}

type Query = Readonly<Record<string, string>>;

function statusAnswer(
  { management }: RouteOptions,
  instance: Instance,
  query: Query,
  url: string,
): Response {
  const showInput = showsInput(query);
  const body = statusView(instance, showInput);
  if (isTrue(query['showHistory']) && instance.status !== 'Pending') {
    const showOutput = isTrue(query['showHistoryOutput']);
    try {
      const history = management.history(instance.instanceId);
      body['historyEvents'] = historyView(history, { showOutput, showInput });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return thrown(
        400,
        'One or more of the arguments submitted is incorrect',
        detail,
        'System.ArgumentException',
      );
    }
  }
  if (!isTerminal(instance.status)) return json(202, body, { location: url, 'retry-after': '5' });
  const failsLoudly = isTrue(query['returnInternalServerErrorOnFailure']);
  return json(instance.status === 'Failed' && failsLoudly ? 500 : 200, body);
}

/** A filter that is not understood is left out, as Azure does. */
function filterOf(query: Query): InstanceFilter {
  const names = (query['runtimeStatus'] ?? '').toLowerCase().split(',');
  const statuses = runtimeStatuses.filter((status) => names.includes(status.toLowerCase()));
  const createdFrom = dateOf(query['createdTimeFrom']);
  const createdTo = dateOf(query['createdTimeTo']);
  const idPrefix = query['instanceIdPrefix'];
  return {
    statuses,
    ...(createdFrom && { createdFrom }),
    ...(createdTo && { createdTo }),
    ...(idPrefix !== undefined && { idPrefix }),
  };
}

function isEverything({ statuses, createdFrom, createdTo, idPrefix }: InstanceFilter): boolean {
  return !statuses?.length && !createdFrom && !createdTo && idPrefix === undefined;
}

const showsInput = (query: Query): boolean => query['showInput']?.toLowerCase() !== 'false';

function isOtherHub(taskHub: string | undefined, hubName: string): boolean {
  return taskHub !== undefined && taskHub.toLowerCase() !== hubName.toLowerCase();
}
