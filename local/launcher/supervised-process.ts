import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Clock, sleep } from '../support/clock.ts';
import type { Ready } from '../support/service.ts';

interface ProcessOptions {
  readonly name: string;
  /** Script and arguments, run on the Node that runs this. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly clock: Clock;
  /** Called when a process that was ready has died and could not be brought back. */
  readonly onGivenUp: (error: Error) => void;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;
const restartDelaysMs = [100, 500, 1_000, 2_000, 5_000];

/** A service as a process of its own. One that dies is started again, with the same arguments, as Azure would. */
export class SupervisedProcess {
  private child: ChildProcess | undefined;
  private isStopping = false;
  private started: Promise<Ready> = Promise.resolve({});
  private readonly options: ProcessOptions;
  private readonly log: WriteStream;

  constructor(options: ProcessOptions) {
    this.options = options;
    this.log = createWriteStream(options.logFile, { flags: 'a' });
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves with the keys of its READY line; fails with the last line it printed when it ends before that. */
  start(): Promise<Ready> {
    this.started = this.launch();
    return this.started;
  }

  /** Resolves when another process has taken the place of the one with this id, and is ready. */
  async whenReplaced(pid: number): Promise<void> {
    if (this.child?.pid === pid && isRunning(this.child)) await once(this.child, 'exit');
    do await this.started;
    while (this.child?.pid === pid);
  }

  /** SIGTERM, and SIGKILL when that is not heard. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const { child } = this;
    if (child && isRunning(child)) {
      const patience = new AbortController();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      void sleep(this.options.clock, stopTimeoutMs, patience.signal).then(() => {
        if (!patience.signal.aborted) child.kill('SIGKILL');
      });
      await ended;
      patience.abort();
    }
    await new Promise((resolve) => this.log.end(resolve));
  }

  private launch(): Promise<Ready> {
    const { args, environment } = this.options;
    // Detached: a Ctrl-C in the terminal reaches only the launcher, which stops the services in order. The IPC channel
    // tells them when the launcher itself is gone.
    const child = spawn(process.execPath, args, {
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    const ready = this.awaitReady(child);
    ready.then(
      () => child.once('exit', () => void this.bringBack()),
      () => child.kill('SIGKILL'),
    );
    return ready;
  }

  private awaitReady(child: ChildProcess): Promise<Ready> {
    const { name, clock } = this.options;
    return new Promise((resolve, reject) => {
      let lastLine = '';
      const isStarted = new AbortController();
      const fail = (reason: string): void => {
        isStarted.abort();
        reject(new Error(lastLine.startsWith(`${name}: `) ? lastLine : `${name}: ${reason}`));
      };
      const listen = (stream: NodeJS.ReadableStream | null): void => {
        if (!stream) return;
        createInterface({ input: stream }).on('line', (line) => {
          const isReady = line.startsWith('READY ');
          // Keys and connection strings stand in it.
          if (!this.log.writableEnded) this.log.write(isReady ? 'READY\n' : `${line}\n`);
          if (!isReady) {
            lastLine = line;
            return;
          }
          isStarted.abort();
          resolve(z.record(z.string(), z.string()).parse(JSON.parse(line.slice('READY '.length))));
        });
      };
      listen(child.stdout);
      listen(child.stderr);
      child.once('error', (error) => {
        fail(error.message);
      });
      child.once('close', () => {
        fail(`ended before it was ready${lastLine ? `: ${lastLine}` : ''}`);
      });
      void sleep(clock, startTimeoutMs, isStarted.signal).then(() => {
        if (!isStarted.signal.aborted)
          fail(`was not ready after ${String(startTimeoutMs / 1000)} s`);
      });
    });
  }

  private bringBack(): Promise<void> {
    if (this.isStopping) return Promise.resolve();
    this.started = this.relaunch();
    return this.started.then(
      () => undefined,
      (error: unknown) => {
        if (!this.isStopping) this.options.onGivenUp(asError(error));
      },
    );
  }

  private async relaunch(): Promise<Ready> {
    let lastError = new Error(`${this.options.name} died`);
    for (const delayMs of restartDelaysMs) {
      await sleep(this.options.clock, delayMs);
      if (this.isStopping) throw lastError;
      try {
        return await this.launch();
      } catch (error) {
        lastError = asError(error);
      }
    }
    throw lastError;
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
