import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A local certificate authority and one server certificate of its for the names of this machine. */
export interface Certificates {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const dayMs = 24 * 60 * 60 * 1000;
/** By which containers reach this machine. */
const containersName = 'host.docker.internal';
const serverNames = [
  { type: 2 as const, value: 'localhost' },
  { type: 2 as const, value: containersName },
  { type: 7 as const, ip: '127.0.0.1' },
  { type: 7 as const, ip: '::1' },
];

/** Gives the certificates kept in `folder`; makes them when they are missing, end within a day or lack a name. */
export async function ensureCertificates(folder: string): Promise<Certificates> {
  const files = {
    caFile: path.join(folder, 'ca.pem'),
    certFile: path.join(folder, 'cert.pem'),
    keyFile: path.join(folder, 'key.pem'),
  };
  return (await load(files)) ?? (await make(folder, files));
}

type Files = Pick<Certificates, 'caFile' | 'certFile' | 'keyFile'>;

async function load(files: Files): Promise<Certificates | undefined> {
  try {
    const [ca, cert, key] = await Promise.all([
      readFile(files.caFile, 'utf8'),
      readFile(files.certFile, 'utf8'),
      readFile(files.keyFile, 'utf8'),
    ]);
    const server = new X509Certificate(cert);
    const ends = [new X509Certificate(ca), server].map(({ validToDate }) => validToDate.getTime());
    const isUsable =
      Math.min(...ends) > Date.now() + dayMs && server.checkHost(containersName) !== undefined;
    return isUsable ? { ...files, ca, cert, key } : undefined;
  } catch {
    return undefined;
  }
}

async function make(folder: string, files: Files): Promise<Certificates> {
  const notBeforeDate = new Date(Date.now() - dayMs);
  const notAfterDate = new Date(Date.now() + 365 * dayMs);
  const validity = { notBeforeDate, notAfterDate, algorithm: 'sha256', keyType: 'ec' as const };
  // OpenSSL finds an issuer by its name: one process may trust several of these authorities.
  const authorityName = `durable-aci local CA ${randomUUID()}`;
  const authority = await generate([{ name: 'commonName', value: authorityName }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: serverNames },
    ],
  });
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(files.caFile, authority.cert),
    writeFile(files.certFile, server.cert),
    writeFile(files.keyFile, server.private, { mode: 0o600 }),
  ]);
  return { ...files, ca: authority.cert, cert: server.cert, key: server.private };
}
