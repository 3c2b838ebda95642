import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import readline from 'node:readline';
import tls from 'node:tls';
import { z } from 'zod';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export interface RunningService {
  readonly ready: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** The READY line; rejects when the process ends before. */
  readonly ready: Promise<Readonly<Record<string, string>>>;
  /** When it has ended: its exit code, and what it wrote as errors. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
}

const Ready = z.record(z.string(), z.string());
export const freePorts = ['--blob-port', '0', '--queue-port', '0', '--table-port', '0'];

/** Runs `local/<name>/main.ts` as a process. */
export function spawnService(name: string, args: readonly string[]): ServiceProcess {
  const child = spawn(process.execPath, [`local/${name}/main.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, errors });
    });
  });
  const ready = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    readline.createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('READY ')) resolve(Ready.parse(JSON.parse(line.slice(6))));
    });
    void ended.then(() => {
      reject(new Error(`local/${name} ended: ${errors}`));
    });
  });
  ready.catch(() => undefined);
  return { child, ready, ended };
}

/** Starts a service on a folder of its own, and lets this process trust its certificates. */
export async function startLocalService(
  name: string,
  args: readonly string[],
): Promise<RunningService> {
  const folder = await temporaryFolder(name);
  const service = spawnService(name, ['--data', folder, ...args]);
  const ready = await service.ready;
  trust(ready['caCertificate'] ?? '');
  return {
    ready,
    async stop() {
      service.child.kill('SIGTERM');
      await service.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Azurite with what a deployment creates, on free ports. */
export function startStorage(): Promise<RunningService> {
  return startLocalService('storage', freePorts);
}

/** This authority instead of any before: all local ones have the same name, and the first of a name is asked. */
export function trust(caFile: string): void {
  const ca = readFileSync(caFile, 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('bundled'), ca]);
}
