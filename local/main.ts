import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startStack } from './launcher/index.ts';
import { asEngine } from './launcher/engine.ts';
import { type ServiceName, serviceNames } from './launcher/service-names.ts';

const usage = `npm start -- [--app DIR] [--data DIR] [--ports fixed|random] [--engine auto|docker|process] [--images FILE] [--reset] [--service-bus-config FILE] [--only ${serviceNames.join(',')}]`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      data: { type: 'string', default: '.local' },
      ports: { type: 'string', default: 'fixed' },
      reset: { type: 'boolean', default: false },
      engine: { type: 'string', default: 'auto' },
      images: { type: 'string' },
      only: { type: 'string' },
      'service-bus-config': { type: 'string' },
    },
  });
  const { ports, 'service-bus-config': serviceBusConfig } = values;
  if (ports !== 'fixed' && ports !== 'random') throw new Error('--ports is fixed or random');
  const engine = asEngine(values.engine);
  const only = values.only?.split(',').map(asServiceName);
  return {
    dataFolder: values.data,
    ports,
    engine,
    reset: values.reset,
    ...(values.app !== undefined && { appFolder: values.app }),
    ...(serviceBusConfig !== undefined && { serviceBusConfig }),
    ...(values.images !== undefined && { imagesFile: values.images }),
    ...(only && { only }),
  } as const;
}

function asServiceName(name: string): ServiceName {
  const found = serviceNames.find((known) => known === name);
  if (!found) throw new Error(`--only knows ${serviceNames.join(', ')}, not ${name}`);
  return found;
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const options = readOptions();
  const given = Promise.withResolvers<Error>();
  const starting = startStack({
    ...options,
    root: path.join(import.meta.dirname, '..'),
    onGivenUp: given.resolve,
  });
  // A signal that comes while it starts is heard once it has started: nothing is left half-way.
  const signal = Promise.withResolvers<undefined>();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      signal.resolve(undefined);
    });
  }
  const stack = await starting;
  console.log(`READY ${JSON.stringify(stack.ready)}`);
  console.error(`Logs are in ${path.join(options.dataFolder, 'logs')}. Ctrl-C stops it all.`);
  const failure = await Promise.race([signal.promise, given.promise]);
  await stack.stop();
  if (failure) fail(failure);
  process.exit(0);
}

main().catch((error: unknown) => {
  if (error instanceof TypeError && 'code' in error) fail(`${error.message}\n${usage}`);
  fail(error);
});
