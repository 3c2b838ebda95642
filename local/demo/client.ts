import { readFile } from 'node:fs/promises';
import process from 'node:process';
import tls from 'node:tls';
import type { Ready } from '../support/service.ts';

/** Makes this process a client of a stack like any other: it trusts the local CA and uses the emulator's identity. */
export async function becomeClientOf(ready: Ready): Promise<void> {
  const ca = await readFile(ready['caCertificate'] ?? '', 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  process.env['AZURE_TOKEN_CREDENTIALS'] = 'ManagedIdentityCredential';
  process.env['IDENTITY_ENDPOINT'] = ready['identityEndpoint'];
  process.env['IDENTITY_HEADER'] = 'local-identity';
}
