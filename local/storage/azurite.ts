import { fork, type ChildProcess } from 'node:child_process';
import { accountName, type Endpoints } from './account.ts';

export interface AzuriteOptions {
  /** Azurite's main file, and the module to be loaded before it. */
  readonly program: { readonly file: string; readonly preload: string };
  readonly folder: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** 0 lets the system choose a free one. */
  readonly ports: { readonly blob: number; readonly queue: number; readonly table: number };
}

export interface Azurite {
  readonly endpoints: Endpoints;
  /** Rejects when Azurite ends without having been stopped; never resolves. */
  readonly ended: Promise<never>;
  /** Lets Azurite save what it holds and end; may be called twice. */
  stop(): Promise<void>;
}

const stopGraceMs = 10_000;

/** Resolves when all three services answer; rejects with one line when a port is taken or Azurite ends before. */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const child = launch(options);
  const exit = exitOf(child);
  const stop = () => stopProcess(child, exit);
  const ended = exit.then((reason) => {
    throw new Error(`Azurite ended: ${reason}`);
  });
  ended.catch(() => undefined);
  try {
    const endpoints = await Promise.race([listening(child), ended]);
    return { endpoints, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch({ program, folder, certFile, keyFile, ports }: AzuriteOptions): ChildProcess {
  const args = [
    ...['--blobHost', '127.0.0.1', '--blobPort', String(ports.blob)],
    ...['--queueHost', '127.0.0.1', '--queuePort', String(ports.queue)],
    ...['--tableHost', '127.0.0.1', '--tablePort', String(ports.table)],
    ...['--location', folder, '--cert', certFile, '--key', keyFile],
    ...['--oauth', 'basic', '--disableTelemetry', '--skipApiVersionCheck', '--silent'],
  ];
  return fork(program.file, args, {
    execArgv: ['--import', program.preload],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A process group of its own: Ctrl-C reaches this service alone, which then stops Azurite once.
    detached: true,
  });
}

/** Resolves, never rejects, with how the process ended. (`close` does not come once the channel is disconnected.) */
async function exitOf(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  const read = new Promise((resolve) => child.stderr?.once('close', resolve));
  const how = await new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ? `signal ${signal}` : `exit code ${String(code)}`);
    });
  });
  await read;
  return describe(errors) ?? how;
}

function describe(errors: string): string | undefined {
  const taken = /EADDRINUSE.*:(\d+)/.exec(errors)?.[1];
  if (taken) return `port ${taken} is already in use on 127.0.0.1`;
  const last = errors.trim().split('\n').at(-1);
  return last === '' ? undefined : last;
}

/** Azurite says on its standard output, service by service, where it listens. */
function listening(child: ChildProcess): Promise<Endpoints> {
  const found = new Map<string, string>();
  let output = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const lines = output.split('\n');
      output = lines.pop() ?? '';
      for (const line of lines) {
        const [, service, url] =
          /^Azurite (\w+) service is successfully listening at (\S+)/.exec(line) ?? [];
        if (service && url) found.set(service, `${url}/${accountName}`);
      }
      const [blob, queue, table] = [found.get('Blob'), found.get('Queue'), found.get('Table')];
      if (blob && queue && table) resolve({ blob, queue, table });
    });
  });
}

async function stopProcess(child: ChildProcess, exit: Promise<string>): Promise<void> {
  // stop-with-parent.ts makes a SIGTERM of it; while the channel is open, Azurite would not end.
  if (child.connected) child.disconnect();
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
  await exit;
  clearTimeout(impatience);
}
