import type { Context, Hono } from 'hono';
import { timeText } from '../engine/history.ts';
import { type EntityClient, EntityKeyError, NoSuchEntityError } from '../entities/entity-client.ts';
import { noSuchFunction } from '../protocol/failures.ts';
import { empty, json } from './answers.ts';
import { dateOf, isTrue, pageOf, tokenHeader } from './query.ts';
import { jsonOrText } from './status-view.ts';

interface EntityRouteOptions {
  readonly entities: EntityClient;
  readonly functions: { readonly entities: readonly string[] };
}

/** https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api#signal-entity */
export function entityRoutes(app: Hono, options: EntityRouteOptions): void {
  const { entities } = options;

  app.get('/entities/:name?', (context) => {
    const query = context.req.query();
    const { limit, afterId } = pageOf(context);
    const createdFrom = dateOf(query['lastOperationTimeFrom']);
    const createdTo = dateOf(query['lastOperationTimeTo']);
    const page = entities.list(
      context.req.param('name') ?? '',
      {
        ...(createdFrom && { createdFrom }),
        ...(createdTo && { createdTo }),
        ...(afterId !== undefined && { afterId }),
      },
      limit,
    );
    const shown = page.entities.map(({ id, lastOperationAt, state }) => ({
      entityId: { name: id.name, key: id.key },
      lastOperationTime: timeText(lastOperationAt),
      state: isTrue(query['fetchState']) ? jsonOrText(state) : null,
    }));
    return json(200, shown, tokenHeader(page.nextAfterId));
  });

  app.get('/entities/:name/:key', (context) => {
    const state = entities.state(entityOf(context.req.param()));
    return state === undefined ? empty(404) : json(200, jsonOrText(state));
  });

  app.post('/entities/:name/:key?', (context) =>
    signal(options, context, context.req.query('op') ?? ''),
  );
  app.delete('/entities/:name/:key?', (context) => signal(options, context, 'delete'));
}

async function signal(
  { entities, functions }: EntityRouteOptions,
  context: Context,
  operation: string,
): Promise<Response> {
  const { name = '', key = '' } = context.req.param();
  try {
    const input = await inputOf(context.req.raw);
    entities.signal(entityOf({ name, key }), operation, input);
    return empty(202);
  } catch (error) {
    if (error instanceof NoSuchEntityError)
      return json(400, { Message: noSuchFunction('entity', name, functions.entities) });
    if (error instanceof EntityKeyError || error instanceof SyntaxError)
      return json(400, { Message: messageOf(error) });
    throw error;
  }
}

function messageOf(error: Error): string {
  return error instanceof SyntaxError
    ? `Could not parse JSON content: ${error.message}`
    : error.message;
}

/** JSON when the body says so, else its text as a string. Throws SyntaxError. */
async function inputOf(request: Request): Promise<string | null> {
  const text = await request.text();
  if (text === '') return null;
  const type = request.headers.get('content-type') ?? '';
  if (!type.toLowerCase().startsWith('application/json')) return JSON.stringify(text);
  const value: unknown = JSON.parse(text);
  return value === null ? null : JSON.stringify(value);
}

/** A key of one dollar sign stands for an empty one. */
function entityOf({ name, key }: { readonly name: string; readonly key: string }) {
  return { name, key: key === '$' ? '' : key };
}
