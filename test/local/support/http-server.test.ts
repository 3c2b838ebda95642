import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureCertificates } from '../../../local/support/certificates.ts';
import { type HttpServer, startHttpServer } from '../../../local/support/http-server.ts';

let folder = '';
let server: HttpServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'http-server-'));
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

const hello = (): Response => new Response('hello');

function statusFor(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http
      .get({ port, host: '127.0.0.1', headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject);
  });
}

test('HTTPS under the local CA is trusted by whoever trusts that CA, under each loopback name', async () => {
  const certificates = await ensureCertificates(folder);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificates.ca]);
  server = await startHttpServer({ port: 0, tls: certificates, fetch: hello });
  for (const name of ['127.0.0.1', 'localhost']) {
    const response = await fetch(`https://${name}:${server.port}/`);
    await expect(response.text()).resolves.toBe('hello');
  }
});

test('certificates are made once and kept, and no one else may read the key', async () => {
  const first = await ensureCertificates(folder);
  await expect(ensureCertificates(folder)).resolves.toEqual(first);
  await expect(readFile(first.certFile, 'utf8')).resolves.toBe(first.cert);
});

test.each([
  ['localhost', 200],
  ['127.0.0.1:7071', 200],
  ['host.docker.internal:7071', 200],
  ['evil.example', 421],
  ['127.0.0.1.evil.example', 421],
  ['host.docker.internal.evil.example', 421],
])('Host %s is answered with %d', async (host, status) => {
  server = await startHttpServer({ port: 0, fetch: hello });
  await expect(statusFor(server.port, host)).resolves.toBe(status);
});

test('a taken port is named', async () => {
  server = await startHttpServer({ port: 0, fetch: hello });
  await expect(startHttpServer({ port: server.port, fetch: hello })).rejects.toThrow(
    `port ${String(server.port)} is already in use on 127.0.0.1`,
  );
});
