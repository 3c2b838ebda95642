import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import readline from 'node:readline';
import tls from 'node:tls';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rm } from 'node:fs/promises';

export interface RunningService {
  readonly ready: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const Ready = z.record(z.string(), z.string());

/** Starts `local/<name>/main.ts` as a process on a folder of its own, and lets this process trust its certificates. */
export async function startLocalService(
  name: string,
  args: readonly string[],
): Promise<RunningService> {
  const folder = await temporaryFolder(name);
  const child = spawn(process.execPath, [`local/${name}/main.ts`, '--data', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = await readyOf(child);
  const ca = readFileSync(ready['caCertificate'] ?? '', 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  return {
    ready,
    async stop() {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Azurite with what a deployment creates, on free ports. */
export function startStorage(): Promise<RunningService> {
  return startLocalService('storage', [
    '--blob-port',
    '0',
    '--queue-port',
    '0',
    '--table-port',
    '0',
  ]);
}

function readyOf(child: ChildProcess): Promise<Readonly<Record<string, string>>> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error('The service has no output.');
    readline.createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('READY ')) resolve(Ready.parse(JSON.parse(line.slice(6))));
    });
    child.once('exit', (code) => {
      reject(new Error(`the service ended with ${String(code)}: ${errors}`));
    });
  });
}
