import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { EngineClient, type EngineAddress } from './engine-client.ts';
import { Info } from './replies.ts';

/** A container engine that answers. */
export interface Engine {
  readonly client: EngineClient;
  readonly info: Info;
  /** Podman has more than Docker's API. */
  readonly isPodman: boolean;
  /** It runs in this very system: not in a virtual machine, and not as a user without the machine's network. */
  readonly isNative: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** For a sign of life; Podman takes most of a second to describe itself. */
const timeLimitMs = 900;
const descriptionLimitMs = 5000;

/** The engine that DOCKER_HOST names, or else the first of the usual sockets that answers. Nothing is waited for that shows no life within a second; never throws. */
export async function findEngine(
  environment: Environment = process.env,
): Promise<Engine | undefined> {
  const signal = AbortSignal.timeout(timeLimitMs);
  const answers = await Promise.all(
    addresses(environment).map((address) => ask(address, signal).catch(() => undefined)),
  );
  const [first, ...others] = answers.filter((engine) => engine !== undefined);
  for (const { client } of others) await client.close();
  return first;
}

async function ask(address: EngineAddress, signal: AbortSignal): Promise<Engine | undefined> {
  const client = new EngineClient(address);
  try {
    const { headers, body } = await client.stream({ path: '/_ping', signal });
    await text(body);
    const describe = { path: '/info', signal: AbortSignal.timeout(descriptionLimitMs) };
    const info = await client.json(Info, describe);
    if (info.OSType !== 'linux') throw new Error('it runs no Linux containers');
    const isPodman = 'libpod-api-version' in headers;
    return { client, info, isPodman, isNative: isNative(address, info) };
  } catch (error) {
    await client.close();
    throw error;
  }
}

function isNative(address: EngineAddress, { Name, SecurityOptions }: Info): boolean {
  const isRootless = SecurityOptions?.some((option) => option.includes('rootless')) ?? false;
  return 'socketPath' in address && Name === os.hostname() && !isRootless;
}

function addresses(environment: Environment): EngineAddress[] {
  const dockerHost = environment['DOCKER_HOST'];
  if (dockerHost) return parseDockerHost(dockerHost);
  const home = environment['HOME'] ?? os.homedir();
  const runtime = environment['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    '/run/podman/podman.sock',
    ...(runtime ? [path.join(runtime, 'podman', 'podman.sock')] : []),
    path.join(home, '.docker', 'run', 'docker.sock'),
  ]
    .filter((socketPath) => existsSync(socketPath))
    .map((socketPath) => ({ socketPath }));
}

function parseDockerHost(dockerHost: string): EngineAddress[] {
  if (dockerHost.startsWith('unix://')) return [{ socketPath: dockerHost.slice('unix://'.length) }];
  if (!URL.canParse(dockerHost)) return [];
  const { protocol, hostname, port } = new URL(dockerHost);
  return protocol === 'tcp:' ? [{ host: hostname, port: Number(port || '2375') }] : [];
}
