import path from 'node:path';
import { ensureCertificates } from '../support/certificates.ts';
import { SystemClock } from '../support/clock.ts';
import type { Ready } from '../support/service.ts';
import { takeDataFolder } from './data-folder.ts';
import type { Engine, Limits } from './engine.ts';
import { baseEnvironment } from './environment.ts';
import { findFreePorts, reserveFixedPorts } from './ports.ts';
import type { ServiceName } from './service-names.ts';
import { type ServiceDefinition, services, type Surroundings } from './services.ts';
import { SupervisedProcess } from './supervised-process.ts';

interface StackOptions {
  /** The project's folder, where the services are. */
  readonly root: string;
  /** The Functions app that the host loads; the project's own when it is not given. */
  readonly appFolder?: string;
  readonly dataFolder: string;
  readonly ports: 'fixed' | 'random';
  /** Forgets the state of earlier stacks on this folder. */
  readonly reset?: boolean;
  /** Queues of Service Bus, as the `Config.json` of Microsoft's emulator; those of the app when it is not given. */
  readonly serviceBusConfig?: string;
  /** What runs the containers; `auto` when it is not given. */
  readonly engine?: Engine;
  /** How images run as processes, as local/aci/images.json, and instead of it. */
  readonly imagesFile?: string;
  /** Arguments for the Node of every service, such as `--import`. */
  readonly nodeArgs?: readonly string[];
  /** Quotas and throttles of the subscription; `standard` when it is not given. */
  readonly limits?: Limits;
  /** Starts only these, and what they need must be among them. */
  readonly only?: readonly ServiceName[];
  /** A service died and could not be brought back. */
  readonly onGivenUp?: (error: Error) => void;
}

export interface Stack {
  /** The keys of architecture.md section 5. */
  readonly ready: Ready;
  readonly services: ReadonlyMap<ServiceName, SupervisedProcess>;
  /** Stops every service, the host first. May be called twice. */
  stop(): Promise<void>;
}

/** Starts the stack, each service as a process of its own; resolves when all of it answers. Nothing is left running on failure. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const chosen = choose(options.only);
  const ports = options.ports === 'fixed' ? await reserveFixedPorts() : await findFreePorts();
  const data = await takeDataFolder(path.resolve(options.dataFolder), options.reset ?? false);
  const running = new Map<ServiceName, SupervisedProcess>();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= stopAll(running).finally(() => data.release());
    return stopped;
  };
  try {
    const certificates = await ensureCertificates(data.of('certificates'));
    const environment = baseEnvironment(options.root, certificates.caFile);
    let ready: Ready = { caCertificate: certificates.caFile };
    for (const wave of wavesOf(chosen)) {
      const surroundings = {
        ...{ root: options.root, appFolder: path.resolve(options.appFolder ?? options.root) },
        ...{ data, ports, certificates, ready, serviceBusConfig: options.serviceBusConfig },
        ...{ engine: options.engine ?? 'auto', limits: options.limits ?? 'standard' },
        imagesFile: options.imagesFile,
      };
      const said = await Promise.all(
        wave.map((service) => {
          const supervised = processOf(service, surroundings, environment, options);
          running.set(service.name, supervised);
          return supervised.start();
        }),
      );
      for (const keys of said) ready = { ...ready, ...keys };
    }
    return { ready, services: running, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function choose(only: readonly ServiceName[] | undefined): readonly ServiceDefinition[] {
  if (!only) return services;
  const chosen = services.filter(({ name }) => only.includes(name));
  for (const { name, needs } of chosen) {
    const missing = needs.filter((need) => !only.includes(need));
    if (missing.length > 0)
      throw new Error(`${name} needs ${missing.join(' and ')}: add it to --only`);
  }
  return chosen;
}

/** Those that need nothing start side by side, then those that need them. */
function wavesOf(chosen: readonly ServiceDefinition[]): (readonly ServiceDefinition[])[] {
  const first = chosen.filter(({ needs }) => needs.length === 0);
  return [first, chosen.filter((service) => !first.includes(service))];
}

function processOf(
  service: ServiceDefinition,
  surroundings: Surroundings,
  environment: Readonly<Record<string, string>>,
  { onGivenUp, nodeArgs = [] }: StackOptions,
): SupervisedProcess {
  return new SupervisedProcess({
    name: service.name,
    args: [
      ...nodeArgs,
      ...(service.nodeArgs ?? []),
      path.join(surroundings.root, 'local', service.name, 'main.ts'),
      ...service.args(surroundings),
    ],
    environment: { ...environment, ...service.settings(surroundings) },
    logFile: path.join(surroundings.data.of('logs'), `${service.name}.log`),
    clock: new SystemClock(),
    onGivenUp: (error) => onGivenUp?.(error),
  });
}

/** The host first, so that nothing new is started; what holds the state last. */
async function stopAll(running: ReadonlyMap<ServiceName, SupervisedProcess>): Promise<void> {
  const order: readonly (readonly ServiceName[])[] = [
    ['host', 'event-grid', 'logic-apps'],
    ['aci', 'key-vault', 'storage', 'service-bus'],
  ];
  for (const wave of order) {
    const alive = wave.flatMap((name) => running.get(name) ?? []);
    await Promise.all(alive.map((service) => service.stop()));
  }
}
