import { z } from 'zod';

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers */
const named = '([0-9A-Za-z-]{1,127})(?:/([0-9A-Fa-f]{32}))?';
const short = new RegExp(`^${named}$`);
const whole = new RegExp(`^(https://[0-9A-Za-z.-]+(?::[0-9]{1,5})?)/secrets/${named}$`);

/** A secret of a key vault: `name` or `name/version` in the deployment's own, or its whole URL. Never its value. */
export const SecretRef = z
  .string()
  .refine(
    (ref) => short.test(ref) || whole.test(ref),
    'must be a secret’s name, name/version, or https://<vault>/secrets/<name>, with or without /<version>',
  )
  .describe(
    'Stands in place of a secret value: the name of a secret of the deployment’s key vault, name/version, or its whole URL.',
  );
export type SecretRef = z.infer<typeof SecretRef>;

/** Where a secret is. Lower case: a vault tells no cases apart. */
export interface SecretPlace {
  /** Such as `https://name.vault.azure.net`; undefined: the deployment's own. */
  readonly vault: string | undefined;
  readonly name: string;
  /** The newest where there is none. */
  readonly version: string | undefined;
}

/** Reads what `SecretRef` has taken. */
export function placeOfSecret(ref: SecretRef): SecretPlace {
  const [, vault, name = '', version] = whole.exec(ref) ?? [];
  if (vault !== undefined) return lowerCase(vault, name, version);
  const [, shortName = '', shortVersion] = short.exec(ref) ?? [];
  return lowerCase(undefined, shortName, shortVersion);
}

function lowerCase(vault: string | undefined, name: string, version: string | undefined) {
  return {
    vault: vault?.toLowerCase(),
    name: name.toLowerCase(),
    version: version?.toLowerCase(),
  };
}

export const inlineSecret =
  'secret values are refused in a job spec, which is stored and shown; keep them in a key vault and give a secretRef';
