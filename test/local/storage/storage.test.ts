import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import process from 'node:process';
import { promisify } from 'node:util';
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import resources from '../../../local/storage/resources.json' with { type: 'json' };
import { storageCredential } from '../../contract/support/credential.ts';
import {
  freePorts,
  type ServiceProcess,
  spawnService,
  trust,
} from '../../contract/support/local-service.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder('storage');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (ports = freePorts): ServiceProcess =>
  spawnService('storage', ['--data', folder, ...ports]);

async function whenReady(service: ServiceProcess): Promise<Readonly<Record<string, string>>> {
  const ready = await service.ready;
  trust(ready['caCertificate'] ?? '');
  return ready;
}

async function namesOf(items: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names = [];
  for await (const { name } of items) names.push(name);
  return names;
}

const blobOf = (ready: Readonly<Record<string, string>>): BlockBlobClient =>
  new BlobServiceClient(ready['blob'] ?? '', storageCredential)
    .getContainerClient('reviews')
    .getBlockBlobClient('kept.txt');

/** Azurite is the only child of the service. */
async function azuriteOf(service: ServiceProcess): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', [
    ...['-o', 'pid=', '--ppid', String(service.child.pid)],
  ]);
  return Number(stdout.trim());
}

async function untilEnded(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the local storage', () => {
  test('has what a deployment creates, takes tokens over HTTPS, and keeps its data over a stop', async () => {
    const first = start();
    const ready = await whenReady(first);
    const blobs = new BlobServiceClient(ready['blob'] ?? '', storageCredential);
    const queues = new QueueServiceClient(ready['storageQueue'] ?? '', storageCredential);
    const tables = new TableServiceClient(ready['table'] ?? '', storageCredential);
    expect(await namesOf(blobs.listContainers())).toEqual([...resources.containers].sort());
    expect(await namesOf(queues.listQueues())).toEqual([...resources.queues].sort());
    expect(await namesOf(tables.listTables())).toEqual([...resources.tables].sort());
    await blobOf(ready).upload('text', 4);
    first.child.kill('SIGTERM');
    await expect(first.ended).resolves.toEqual({ code: 0, errors: '' });

    const second = start();
    const kept = await blobOf(await whenReady(second)).downloadToBuffer();
    expect(kept.toString()).toBe('text');
    second.child.kill('SIGTERM');
    await second.ended;
  });

  test('takes Azurite with it when it is killed, which saves what it holds', async () => {
    const first = start();
    const ready = await whenReady(first);
    await blobOf(ready).upload('last words', 10);
    const azurite = await azuriteOf(first);
    first.child.kill('SIGKILL');
    await untilEnded(azurite);
    const second = start();
    const kept = await blobOf(await whenReady(second)).downloadToBuffer();
    expect(kept.toString()).toBe('last words');
    second.child.kill('SIGTERM');
    await second.ended;
  });

  test('ends with one line when Azurite is lost', async () => {
    const service = start();
    await service.ready;
    process.kill(await azuriteOf(service), 'SIGKILL');
    await expect(service.ended).resolves.toEqual({
      code: 1,
      errors: 'storage: Azurite ended: signal SIGKILL\n',
    });
  });

  test('names a port that is taken, in one line, and leaves nothing running', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const service = start(['--blob-port', '0', '--queue-port', String(port), '--table-port', '0']);
    await expect(service.ended).resolves.toEqual({
      code: 1,
      errors: `storage: Azurite ended: port ${port} is already in use on 127.0.0.1\n`,
    });
    server.close();
  });

  test('names a port that is none', async () => {
    const { code, errors } = await start(['--blob-port', 'x']).ended;
    expect(code).toBe(1);
    expect(errors).toBe('storage: --blob-port: must be a port: 0, which is a free one, to 65535\n');
  });
});
