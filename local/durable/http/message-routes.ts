import type { Hono } from 'hono';
import { isTerminal } from '../engine/instance.ts';
import { AlreadyExistsError } from '../engine/management.ts';
import { delivered, empty, json, thrown } from './answers.ts';
import { jsonBody, refuseOtherThanJson } from './body.ts';
import { type RouteOptions, started } from './start-routes.ts';

/** What changes an instance: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api#raise-event */
export function messageRoutes(app: Hono, options: RouteOptions): void {
  const { management } = options;

  app.post('/instances/:id/raiseEvent/:event', async (context) => {
    const { id, event } = context.req.param();
    const instance = management.get(id);
    if (!instance) return empty(404);
    if (isTerminal(instance.status)) return empty(410);
    const refusal = refuseOtherThanJson(context.req.raw);
    if (refusal) return refusal;
    const input = await jsonBody(context.req.raw);
    if (input instanceof Response) return input;
    if (input === null) return thrown(400, 'Invalid JSON content', 'The body is empty.');
    return delivered(management.raiseEvent(id, event, input));
  });

  app.post('/instances/:id/terminate', (context) =>
    delivered(management.terminate(context.req.param('id'), context.req.query('reason') ?? null)),
  );

  app.post('/instances/:id/suspend', (context) => {
    const id = context.req.param('id');
    return management.get(id)?.status === 'Suspended'
      ? thrown(500, 'Something went wrong while processing your request', notIn(id, 'suspended'))
      : delivered(management.suspend(id, context.req.query('reason') ?? ''));
  });

  app.post('/instances/:id/resume', (context) => {
    const id = context.req.param('id');
    const status = management.get(id)?.status;
    return status === 'Running' || status === 'Pending'
      ? thrown(500, 'Something went wrong while processing your request', notIn(id, 'resumed'))
      : delivered(management.resume(id, context.req.query('reason') ?? ''));
  });

  app.post('/instances/:id/rewind', (context) => {
    const id = context.req.param('id');
    const instance = management.get(id);
    if (!instance) return json(404, `No orchestration with instance ID "$${id}" found.`);
    if (instance.status !== 'Failed')
      return json(
        412,
        `This orchestration has status ${instance.status}, but only orchestrations in the "Failed" state can be rewound.`,
      );
    management.rewind(instance, context.req.query('reason') ?? null);
    return empty(202);
  });

  app.post('/instances/:id/restart', (context) => {
    const id = context.req.param('id');
    const isNew = context.req.query('restartWithNewInstanceId')?.toLowerCase() !== 'false';
    return restart(options, id, isNew);
  });
}

function restart(options: RouteOptions, id: string, isNew: boolean): Response {
  const { management } = options;
  const instance = management.get(id);
  if (!instance)
    return thrown(
      400,
      'InstanceId does not match a valid orchestration instance.',
      `No instance with ID '${id}' was found. (Parameter 'instanceId')`,
      'System.ArgumentException',
    );
  const { name, input, version } = instance;
  try {
    const instanceId = isNew ? undefined : id;
    const newId = management.start({ name, instanceId, input, version: version ?? undefined });
    return started(options, newId);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    return thrown(
      409,
      'A non-terminal instance with this instance ID already exists.',
      error.message,
      'DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException',
    );
  }
}

function notIn(id: string, done: string): string {
  return `Orchestration instance '${id}' is in a state in which it cannot be ${done}.`;
}
