import type { TokenCredential } from '@azure/identity';
import { type KeyVaultSecret, SecretClient } from '@azure/keyvault-secrets';
import { z } from 'zod';
import type { SecretPlace } from '../../jobs/spec/secret-ref.ts';
import type { SecretRead, Secrets } from '../ports.ts';
import { refusalOf } from './refusal.ts';

interface SecretsOptions {
  readonly credential: TokenCredential;
  /** The deployment's own vault, if it has one. */
  readonly vault: string | undefined;
}

/** Waits of 1, 2, 4 and 8 seconds where the vault does not say how long: https://learn.microsoft.com/azure/key-vault/general/overview-throttling */
const retryOptions = { maxRetries: 4, retryDelayInMs: 1_000, maxRetryDelayInMs: 10_000 };

/** What is worth another try later, besides 5xx: no token, busy, throttled. */
const transient = new Set([401, 408, 429]);

/** Secrets of key vaults: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
export class AzureSecrets implements Secrets {
  private readonly options: SecretsOptions;
  private readonly clients = new Map<string, SecretClient>();

  constructor(options: SecretsOptions) {
    this.options = options;
  }

  async read({ vault = this.options.vault, name, version }: SecretPlace): Promise<SecretRead> {
    if (vault === undefined) return { problem: 'this deployment has no key vault' };
    try {
      const options = version === undefined ? {} : { version };
      return readingOf(await this.clientOf(vault).getSecret(name, options));
    } catch (error) {
      const problem = problemOf(error);
      if (problem !== undefined) return { problem };
      // Not the error itself, which holds the answer of the vault.
      const { status = 0, code = '' } = refusalOf(error) ?? {};
      const why = status === 0 ? firstLine(error) : `${status} ${code}`.trim();
      throw new Error(`The key vault ${vault} did not give the secret ${name}: ${why}`);
    }
  }

  private clientOf(vault: string): SecretClient {
    const known = this.clients.get(vault);
    if (known) return known;
    const client = new SecretClient(vault, this.options.credential, { retryOptions });
    this.clients.set(vault, client);
    return client;
  }
}

function readingOf({ value, properties }: KeyVaultSecret): SecretRead {
  const { notBefore, expiresOn } = properties;
  if (value === undefined) return { problem: 'it has no value' };
  return { value, ...(notBefore && { notBefore }), ...(expiresOn && { expiresOn }) };
}

/** Why the vault will not give it later either; undefined where it may. */
function problemOf(error: unknown): string | undefined {
  const refusal = refusalOf(error);
  if (!refusal || refusal.status >= 500 || transient.has(refusal.status)) return undefined;
  if (refusal.status === 404) return 'there is no such secret, or no such version of it';
  if (refusal.status !== 403) return `the vault refuses it with ${refusal.status} ${refusal.code}`;
  return innerCodeOf(error) === 'SecretDisabled'
    ? 'it is disabled'
    : 'the vault does not give it to this deployment';
}

const Refused = z.looseObject({
  details: z.looseObject({
    error: z.looseObject({ innerError: z.looseObject({ code: z.string() }) }),
  }),
});

/** https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
function innerCodeOf(error: unknown): string | undefined {
  return Refused.safeParse(error).data?.details.error.innerError.code;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
