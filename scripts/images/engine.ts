import { existsSync } from 'node:fs';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { buffer, json } from 'node:stream/consumers';

interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Readable | Readonly<Record<string, unknown>>;
}

interface EngineImage {
  readonly id: string;
  /** None, when another image has taken over the last of them. */
  readonly names: readonly unknown[];
  readonly sizeBytes: number;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** Docker or Podman by the Docker Engine API: https://docs.docker.com/reference/api/engine/ */
export class Engine {
  readonly host: string;
  private readonly target: RequestOptions;

  private constructor(host: string) {
    this.host = host;
    this.target = targetOf(host);
  }

  /** The first engine that answers: the one of DOCKER_HOST if that is set, else one at the usual sockets. */
  static async find(environment: NodeJS.ProcessEnv = process.env): Promise<Engine | undefined> {
    const given = environment['DOCKER_HOST'];
    for (const host of given ? [given] : usualHosts(environment)) {
      const engine = new Engine(host);
      if (await engine.bytes('/_ping').then(Boolean, () => false)) return engine;
    }
    return undefined;
  }

  /** The bytes that a call that succeeded answers with; throws what the engine says otherwise. */
  async bytes(route: string, call?: Call): Promise<Buffer> {
    return buffer(await this.call(route, call));
  }

  /** The answer as JSON; undefined when there is none. */
  async ask(route: string, call?: Call): Promise<unknown> {
    const text = (await this.bytes(route, call)).toString();
    return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined;
  }

  /**
   * Calls for something that takes steps, and gives what the last says: an engine tells them by lines of JSON after it
   * has answered with success. Throws the error that one of them is, after the end of the output.
   */
  async follow(route: string, call: Call): Promise<unknown> {
    const lines = (await this.bytes(route, { method: 'POST', ...call })).toString().split('\n');
    const steps = lines.filter((line) => line.trim()).map((line): unknown => JSON.parse(line));
    const error = steps.map((step) => textOf(step, 'error')).find((message) => message !== '');
    if (!error) return steps.at(-1);
    const output = steps.map((step) => textOf(step, 'stream')).join('');
    throw new Error([...output.trimEnd().split('\n').slice(-20), error].join('\n').trim());
  }

  /** What the engine has under a name, if anything. */
  async image(name: string): Promise<EngineImage | undefined> {
    try {
      const image = await this.ask(`/images/${name}/json`);
      const labels = valueOf(valueOf(image, 'Config'), 'Labels');
      const names = valueOf(image, 'RepoTags');
      return {
        id: textOf(image, 'Id'),
        names: Array.isArray(names) ? names : [],
        sizeBytes: Number(valueOf(image, 'Size')),
        labels: isObject(labels) ? labels : {},
      };
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  private async call(
    route: string,
    { method = 'GET', query = {}, body }: Call = {},
  ): Promise<IncomingMessage> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      for (const one of [value].flat()) parameters.append(name, one);
    // Without a version: an engine refuses those that are too old for it, and the newest of each will do.
    const url = `${route}?${parameters.toString()}`;
    const response = await send({ ...this.target, path: url, method }, body);
    if ((response.statusCode ?? 500) < 400) return response;
    throw new EngineError(response.statusCode ?? 500, textOf(await json(response), 'message'));
  }
}

/** A refusal, in the engine's own words. */
class EngineError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A member of an answer; undefined where the answer is of another shape. */
export function valueOf(answer: unknown, name: string): unknown {
  return isObject(answer) ? answer[name] : undefined;
}

/** A text of an answer; '' where it is missing. */
export function textOf(answer: unknown, name: string): string {
  const value = valueOf(answer, name);
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Those of Docker, Podman, Podman without root, and Docker Desktop. */
function usualHosts(environment: NodeJS.ProcessEnv): string[] {
  const runtime = environment['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    '/run/podman/podman.sock',
    ...(runtime ? [path.join(runtime, 'podman', 'podman.sock')] : []),
    path.join(environment['HOME'] ?? homedir(), '.docker', 'run', 'docker.sock'),
  ]
    .filter((socket) => existsSync(socket))
    .map((socket) => `unix://${socket}`);
}

/** https://docs.docker.com/reference/cli/docker/#environment-variables */
function targetOf(host: string): RequestOptions {
  const url = new URL(host);
  if (url.protocol === 'unix:') return { socketPath: url.pathname };
  if (url.protocol === 'tcp:' || url.protocol === 'http:') {
    return { hostname: url.hostname, port: url.port || 2375 };
  }
  throw new Error(`DOCKER_HOST must begin with unix:// or tcp://, it is ${host}`);
}

function send(options: RequestOptions, body: Call['body']): Promise<IncomingMessage> {
  const type = body instanceof Readable ? 'application/x-tar' : 'application/json';
  return new Promise((resolve, reject) => {
    const headers = { host: 'engine', 'content-type': type };
    const outgoing = request({ ...options, headers }, resolve).on('error', reject);
    if (body instanceof Readable) {
      body.on('error', (error) => outgoing.destroy(error)).pipe(outgoing);
    } else {
      outgoing.end(body && JSON.stringify(body));
    }
  });
}
