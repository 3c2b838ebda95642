import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SkippingClock } from './skipping-clock.ts';

/** From a container's end until its process has had the time to end. */
const endingMs = 300;

interface ContainerRun {
  readonly startedAt: number;
  /** When its program was told to end. */
  endedAt?: number;
}

/**
 * What the containers of the tasks do: their one program, curl, asks here and is answered when the task's seconds have
 * passed by the clock. So they are real processes that end when they should, however time goes.
 */
export class TimedContainers {
  readonly server: Server;
  /** The last run of each task. */
  readonly runs = new Map<string, ContainerRun>();
  private readonly listeners = new Map<string, () => void>();
  private readonly clock: SkippingClock;
  private url = '';

  constructor(clock: SkippingClock) {
    this.clock = clock;
    this.server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      this.run(searchParams.get('task') ?? '', Number(searchParams.get('seconds')), response);
    });
    // A container may take ten minutes and more.
    this.server.requestTimeout = 0;
    this.server.timeout = 0;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    this.url = `http://127.0.0.1:${String(portOf(address))}`;
  }

  /** Whoever still waits is cut off. */
  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** A program for a container, and the variable it needs. `kind`: runs with the same one are alike. */
  program(task: string, seconds: number, kind: string) {
    return {
      command: ['/bin/sh', '-c', 'curl --silent --show-error "$RUN_URL"', kind],
      environmentVariables: [
        { name: 'RUN_URL', value: `${this.url}/?task=${task}&seconds=${seconds}` },
      ],
    };
  }

  /** Calls back when the container of a task ends. */
  onEnd(task: string, listener: () => void): void {
    this.listeners.set(task, listener);
  }

  private run(task: string, seconds: number, response: ServerResponse): void {
    const startedAt = this.clock.now().getTime();
    const run: ContainerRun = { startedAt };
    this.runs.set(task, run);
    this.clock.callAt(new Date(startedAt + seconds * 1000), () => {
      run.endedAt = this.clock.now().getTime();
      this.clock.runFor(endingMs);
      this.listeners.get(task)?.();
      response.end('done\n');
    });
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || !address) throw new Error('The server does not listen.');
  return address.port;
}
