import process from 'node:process';
import { parseArgs } from 'node:util';
import { destination, pino } from 'pino';
import { SystemClock } from '../support/clock.ts';
import { runAsProcess } from '../support/service.ts';
import { createOutside, readEndpoints } from './create-outside.ts';
import { LogicAppsService } from './logic-apps-service.ts';
import { readParameters } from './parameters.ts';

const usage =
  'node local/logic-apps/main.ts [--definitions DIR] [--data DIR] [--port N] [--connection NAME] [--parameter NAME=VALUE]... [--poll-seconds N]';
const shortestPollMs = 200;

function createService(): LogicAppsService {
  const { values } = parseArgs({
    options: {
      definitions: { type: 'string', default: 'logicapps' },
      data: { type: 'string', default: '.local/logic-apps' },
      port: { type: 'string', default: '7090' },
      connection: { type: 'string', default: 'AzureWebJobsStorage' },
      parameter: { type: 'string', multiple: true, default: [] },
      'poll-seconds': { type: 'string' },
      subscription: { type: 'string', default: '00000000-0000-0000-0000-000000000000' },
      'resource-group': { type: 'string', default: 'local' },
      location: { type: 'string', default: 'local' },
    },
  });
  const level = process.env['LOG_LEVEL'] ?? 'warn';
  const pollSeconds = values['poll-seconds'];
  return new LogicAppsService({
    definitions: values.definitions,
    dataFolder: values.data,
    port: numberOf('--port', values.port, 65_535),
    parameters: readParameters(values.parameter),
    subscriptionId: values.subscription,
    resourceGroup: values['resource-group'],
    location: values.location,
    pollAtLeastEveryMs:
      pollSeconds === undefined
        ? undefined
        : Math.max(shortestPollMs, numberOf('--poll-seconds', pollSeconds, 86_400) * 1000),
    ...createOutside(readEndpoints(process.env, values.connection)),
    clock: new SystemClock(),
    log: pino({ base: null, level }, destination({ fd: 2, sync: true })),
  });
}

function numberOf(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (text === '' || !(number >= 0) || number > most) {
    throw new Error(`${flag} must be a number from 0 to ${most}, not '${text}'`);
  }
  return number;
}

try {
  await runAsProcess('logic-apps', createService());
} catch (error) {
  console.error(`logic-apps: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof TypeError) console.error(usage);
  process.exit(1);
}
