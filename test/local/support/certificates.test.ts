import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { ensureCertificates } from '../../../local/support/certificates.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'certificates-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(['localhost', 'host.docker.internal'])(
  'the server has the name %s, and its authority has signed it',
  async (name) => {
    const { ca, cert } = await ensureCertificates(folder);
    const server = new X509Certificate(cert);
    expect(server.checkHost(name)).toBe(name);
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkIssued(new X509Certificate(ca))).toBe(true);
  },
);

test('certificates are kept', async () => {
  const { cert } = await ensureCertificates(folder);
  await expect(ensureCertificates(folder)).resolves.toMatchObject({ cert });
});

test('one without the name by which containers reach this machine is made anew', async () => {
  const { certFile } = await ensureCertificates(folder);
  const old = await generate([{ name: 'commonName', value: 'localhost' }]);
  await writeFile(certFile, old.cert);
  const { cert } = await ensureCertificates(folder);
  expect(new X509Certificate(cert).checkHost('host.docker.internal')).toBeDefined();
});
