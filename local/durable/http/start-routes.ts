import type { Hono } from 'hono';
import { type Clock, sleep } from '../../support/clock.ts';
import { isTerminal } from '../engine/instance.ts';
import { AlreadyExistsError, type Management } from '../engine/management.ts';
import type { EntityClient } from '../entities/entity-client.ts';
import { json } from './answers.ts';
import { jsonBody } from './body.ts';
import { jsonOrText, statusView } from './status-view.ts';
import { managementUrls, type UrlOptions } from './urls.ts';

export interface RouteOptions extends UrlOptions {
  readonly management: Management;
  readonly clock: Clock;
  readonly entities: EntityClient;
  readonly functions: { readonly entities: readonly string[] };
}

/** Starting orchestrations: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api#start-orchestration */
export function startRoutes(app: Hono, options: RouteOptions): void {
  app.post('/orchestrators/:name/:id?', async (context) => {
    const { name, id } = context.req.param();
    const input = await jsonBody(context.req.raw);
    if (input instanceof Response) return input;
    const { timeout, pollingInterval = '1', version } = context.req.query();
    if (timeout !== undefined && Number(timeout) < Number(pollingInterval))
      return json(400, {
        Message: `Total timeout ${timeout} should be bigger than retry timeout ${pollingInterval}`,
      });
    try {
      const instanceId = options.management.start({ name, instanceId: id, version, input });
      if (timeout === undefined) return started(options, instanceId);
      return await waited(options, instanceId, Number(timeout), Number(pollingInterval));
    } catch (error) {
      if (error instanceof AlreadyExistsError) return json(409, { Message: error.message });
      throw error;
    }
  });
}

export function started(options: UrlOptions, instanceId: string): Response {
  const urls = managementUrls(options, instanceId);
  return json(202, urls, { location: urls['statusQueryGetUri'] ?? '', 'retry-after': '10' });
}

/** The output when it has completed in time, else what a start answers. Times in seconds. */
async function waited(
  options: RouteOptions,
  instanceId: string,
  timeout: number,
  interval: number,
): Promise<Response> {
  const { clock, management } = options;
  const end = clock.now().getTime() + timeout * 1000;
  for (;;) {
    const instance = management.get(instanceId);
    if (instance?.status === 'Completed') return json(200, jsonOrText(instance.output));
    if (instance && isTerminal(instance.status)) return json(200, statusView(instance, true));
    const left = end - clock.now().getTime();
    if (left <= 0) return started(options, instanceId);
    await sleep(clock, Math.min(left, interval * 1000));
  }
}
