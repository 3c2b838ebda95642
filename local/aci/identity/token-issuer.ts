import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type Clock, SystemClock } from '../../support/clock.ts';

interface Token {
  readonly accessToken: string;
  readonly resource: string;
  /** Seconds since 1970. */
  readonly expiresOn: number;
  readonly expiresIn: number;
}

/** Of the one identity there is. */
export const principal = {
  objectId: '44444444-4444-4444-4444-444444444444',
  clientId: '33333333-3333-3333-3333-333333333333',
};

const lifetimeSeconds = 24 * 60 * 60;

/** The key of all tokens, kept: what a client has cached holds over a restart. */
export function tokenKey(database: DatabaseSync): Uint8Array {
  const row = database.prepare('SELECT key FROM token_key').get();
  if (row?.['key'] instanceof Uint8Array) return row['key'];
  const key = randomBytes(32);
  database.prepare('INSERT INTO token_key VALUES (1, ?)').run(key);
  return key;
}

interface TokenIssuerOptions {
  readonly tenantId: string;
  readonly key: Uint8Array;
  readonly clock?: Clock;
}

/**
 * Gives tokens for any resource. Their claims are those that Azurite's `--oauth basic` looks at; nobody else can check their
 * signature. They hold by real time, as what checks them (Azurite, the clients' caches) lives in real time.
 */
export class TokenIssuer {
  private readonly clock: Clock;
  private readonly key: Uint8Array;
  private readonly tenantId: string;

  constructor({ tenantId, key, clock = new SystemClock() }: TokenIssuerOptions) {
    this.tenantId = tenantId;
    this.key = key;
    this.clock = clock;
  }

  /** The time by which tokens expire. */
  now(): Date {
    return this.clock.now();
  }

  /** `resource` may be a resource or a scope of it (`.../.default`). */
  issue(resource: string): Token {
    const audience = resource.replace(/\/\.default$/, '');
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const expiresOn = issuedAt + lifetimeSeconds;
    const claims = {
      aud: audience,
      iss: `https://sts.windows.net/${this.tenantId}/`,
      iat: issuedAt,
      // Clocks of a machine may differ by a little.
      nbf: issuedAt - 300,
      exp: expiresOn,
      tid: this.tenantId,
      oid: principal.objectId,
      sub: principal.objectId,
      appid: principal.clientId,
      idtyp: 'app',
      ver: '1.0',
    };
    return {
      accessToken: this.sign(claims),
      resource: audience,
      expiresOn,
      expiresIn: lifetimeSeconds,
    };
  }

  /** The claims of a token that was issued here; undefined for any other. Says nothing of its time. */
  verify(token: string): unknown {
    const [header = '', claims = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const right = this.signatureOf(`${header}.${claims}`);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return JSON.parse(Buffer.from(claims, 'base64url').toString());
  }

  private sign(claims: object): string {
    const encode = (part: object): string =>
      Buffer.from(JSON.stringify(part)).toString('base64url');
    const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${content}.${this.signatureOf(content).toString('base64url')}`;
  }

  private signatureOf(content: string): Buffer {
    return createHmac('sha256', this.key).update(content).digest();
  }
}
