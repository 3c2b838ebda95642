import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import { KeyVaultService } from '../../../../local/key-vault/key-vault-service.ts';
import { type Clock, SystemClock } from '../../../../local/support/clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export interface TestVault {
  /** `https://127.0.0.1:<port>`. */
  readonly url: string;
  readonly caCertificate: string;
  readonly folder: string;
  /** A plain request with a right token and api-version, unless it brings its own. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  put(name: string, value: string, more?: object): Promise<void>;
  /** What was asked for, as `GET /secrets/a/ 200`. */
  journal(): Promise<string[]>;
  fault(fault: object): Promise<void>;
  stop(): Promise<void>;
}

const Journal = z.array(z.object({ method: z.string(), path: z.string(), status: z.int() }));

/** A token of which only the claims are looked at. */
export function tokenFor(audience: string, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const all = { aud: audience, nbf: now - 60, exp: now + 3600, ...claims };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(all)}.signature`;
}

/** Gives a token for whatever it is asked for, and writes that down. */
export function anyCredential(asked: string[] = []): TokenCredential {
  return {
    getToken(scopes) {
      const [scope = ''] = [scopes].flat();
      asked.push(scope);
      const token = tokenFor(scope.replace(/\/\.default$/, ''));
      return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
    },
  };
}

/** A vault in this process, on a port and in a folder of its own; this process trusts it. */
export async function startVault(
  options: {
    readonly clock?: Clock;
    readonly certificates?: string;
    readonly folder?: string;
  } = {},
): Promise<TestVault> {
  const folder = options.folder ?? (await temporaryFolder('key-vault'));
  const service = new KeyVaultService({
    dataFolder: path.join(folder, 'data'),
    certificatesFolder: options.certificates ?? path.join(folder, 'certificates'),
    port: 0,
    clock: options.clock ?? new SystemClock(),
  });
  const { keyVault: url = '', caCertificate = '' } = await service.start();
  const ca = await readFile(caCertificate, 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  const ask = (below: string, init: RequestInit = {}): Promise<Response> => {
    const asked = new URL(below, url);
    if (!asked.searchParams.has('api-version')) asked.searchParams.set('api-version', '7.6');
    const headers = new Headers(init.headers);
    if (!headers.has('authorization'))
      headers.set('authorization', `Bearer ${tokenFor('https://vault.azure.net')}`);
    return fetch(asked, { ...init, headers });
  };
  const emulator = (below: string, init?: RequestInit) => fetch(`${url}/_emu/${below}`, init);
  return {
    url,
    caCertificate,
    folder,
    ask,
    async put(name, value, more = {}) {
      const body = JSON.stringify({ value, ...more });
      const reply = await ask(`/secrets/${name}`, { method: 'PUT', body });
      if (!reply.ok) throw new Error(await reply.text());
    },
    async journal() {
      const entries = Journal.parse(await (await emulator('journal')).json());
      return entries.map(({ method, path: asked, status }) => `${method} ${asked} ${status}`);
    },
    async fault(fault) {
      await emulator('faults', { method: 'POST', body: JSON.stringify(fault) });
    },
    async stop() {
      await service.stop();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
