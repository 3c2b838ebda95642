import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { durableFunctionsOf } from '../../../local/host/worker/durable-functions.ts';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { appFolder } from './support/app-folder.ts';
import { type HttpTarget, startHttpTarget } from './support/http-target.ts';
import { startHost, workerFor } from './support/test-host.ts';
import { withShared } from '../../support/shared-material.ts';

const shared = path.join(__dirname, '../../../../shared/conformance/durable');

/**
 * Scenarios in which nothing runs side by side, so that the turns cannot be cut otherwise, and nobody acts from
 * outside. Those without an end are looked at as they stand.
 */
const scenarios = [
  ...['chain', 'noInput', 'echoTypes', 'anyTimerFires', 'anyLeft', 'parent', 'parentCatch'],
  ...['actFail', 'actFailCatch', 'actMissing', 'retry', 'retryExhaust', 'can', 'canNow'],
  ...['thrower', 'throwObj', 'nondet', 'longTimer', 'pastTimer', 'retStr', 'retUndef'],
  ...['retJsonStr', 'retDate', 'notAwaited', 'afterCatch', 'subMissing', 'falsy', 'args'],
  ...['allEmpty', 'bigStatus', 'canPendingTimer', 'entityUse', 'lockTest'],
  ...['httpCall', 'httpCall202'],
];

const Trigger = z.looseObject({
  instanceId: z.string(),
  history: z.array(z.record(z.string(), z.unknown())),
});
type Trigger = z.infer<typeof Trigger>;
const Recording = z.object({
  orchestrator: z.string(),
  http: z.tuple([z.object({ request: z.object({ body: z.unknown().optional() }) })], z.unknown()),
  /** An entity's have no history. */
  turns: z.array(z.object({ trigger: Trigger.or(z.looseObject({ self: z.unknown() })) })),
});

withShared('conformance/durable', compareAll);

function compareAll(): void {
  let worker: FunctionWorker;
  let target: HttpTarget;
  beforeAll(async () => {
    target = await startRecordedTarget();
    using app = appFolder({ 'app.js': readFileSync(path.join(shared, 'app.js'), 'utf8') });
    worker = await workerFor(() => {
      jest.requireActual(path.join(app.folder, 'app.js'));
    });
  });

  afterAll(async () => {
    await target[Symbol.asyncDispose]();
  });

  test.each(scenarios)('in %s the SDK is given what Azure gave it', async (scenario) => {
    const file = path.join(shared, 'recorded', `${scenario}.json`);
    const recording = Recording.parse(JSON.parse(readFileSync(file, 'utf8')));
    const triggers: Trigger[] = [];
    const functions = durableFunctionsOf(worker);
    await using host = await startHost(worker, {
      functions: {
        ...functions,
        invoke: async (name, data, instanceId) => {
          const isTurn = functions.orchestrators.includes(name);
          if (isTurn) triggers.push(Trigger.parse(JSON.parse(data.string ?? '')));
          return await functions.invoke(name, data, instanceId);
        },
      },
    });
    const { body } = recording.http[0].request;
    const input = typeof body === 'string' ? body.replace(recordedTarget, target.url) : body;
    await host.client.start(recording.orchestrator, input, scenario);
    await host.clock.advance(60_000);
    const recorded = recording.turns.flatMap(
      ({ trigger }) => Trigger.safeParse(trigger).data ?? [],
    );
    expect(triggers.map(comparable)).toEqual(recorded.map(comparable));
  });
}

/** The web server that was called when this was recorded. */
const recordedTarget = 'http://127.0.0.1:7799';

async function startRecordedTarget(): Promise<HttpTarget> {
  let looks = 0;
  const target = await startHttpTarget(({ url }, response) => {
    if (url === '/ok') return response.end('{"ok":1}');
    if (url === '/poll' && (looks += 1) > 1) {
      response.setHeader('x-a', ['1', '2']);
      return response.end('{"done":true}');
    }
    response.statusCode = 202;
    response.setHeader('Location', `${target.url}/poll`).setHeader('Retry-After', '1');
    return response.end(url === '/slow' ? '{"s":"started"}' : '');
  });
  return target;
}

/** Without times and made-up ids, stack traces and the exceptions of .NET. */
function comparable(trigger: Trigger): unknown {
  const text = JSON.stringify(trigger, (key, value: unknown) =>
    key === 'Details' ? '<details>' : value,
  )
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?/g, '<time>')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, '<target>')
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT/g, '<time>')
    .replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g, '<id>');
  const json: unknown = JSON.parse(text);
  return json;
}
