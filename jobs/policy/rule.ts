import { z } from 'zod';
import { regionName } from '../spec/regions.ts';
import { placeOfSecret, SecretRef } from '../spec/secret-ref.ts';
import { isAbout, isImagePattern } from './image-name.ts';

const Names = z.array(z.string().min(1, 'must not be empty')).max(200);

/** What images may be given. Of regions and resource groups a rule that says nothing takes nothing away. */
export const PolicyRule = z.strictObject({
  /** Registries, beginnings of whole parts, images; `workload:` is this deployment's own registry, `*` is every image. */
  images: z
    .array(
      z
        .string()
        .refine(
          isImagePattern,
          'must be a registry, the beginning of an image’s name, workload:, or *',
        ),
    )
    .min(1, 'must name an image')
    .max(200),
  /** Secrets of the deployment's vault by name, of others by URL, without a version; with a `*` at the end: all that begin so. */
  secretRefs: z
    .array(
      z
        .string()
        .refine(
          isSecretPattern,
          'must be a secret’s name or https://<vault>/secrets/<name>, or the beginning of one and a *',
        ),
    )
    .max(200)
    .optional(),
  /** Resource ids, or their beginnings with a `*`. */
  identities: Names.optional(),
  subnets: Names.optional(),
  regions: Names.optional(),
  resourceGroups: Names.optional(),
});
export type PolicyRule = z.infer<typeof PolicyRule>;

export type Right = 'secretRefs' | 'identities' | 'subnets' | 'regions' | 'resourceGroups';

/** The rules that are about an image. */
export function rulesAbout(
  image: string,
  rules: readonly PolicyRule[],
  imagePrefix: string,
): PolicyRule[] {
  return rules.filter(({ images }) =>
    images.some((pattern) => isAbout(withPrefix(pattern, imagePrefix), image)),
  );
}

/** `workload:render` is the image `render` of the deployment's registry. */
export function withPrefix(image: string, imagePrefix: string): string {
  return image.replace(/^workload:/, `${imagePrefix}/`);
}

/** Whether a list of a rule names what is asked for. */
export function isNamed(
  right: Right,
  asked: string,
  list: readonly string[],
  ownVault: string | undefined,
): boolean {
  if (right === 'secretRefs') return list.some((pattern) => namesSecret(pattern, asked, ownVault));
  if (right === 'regions') return list.map(regionName).includes(regionName(asked));
  // Names of Azure resources are the same in any case.
  return list.some((entry) => matches(entry.toLowerCase(), asked.toLowerCase()));
}

function matches(pattern: string, asked: string): boolean {
  return pattern.endsWith('*') ? asked.startsWith(pattern.slice(0, -1)) : asked === pattern;
}

const shortPattern = /^([0-9A-Za-z-]{0,126}\*|[0-9A-Za-z-]{1,127})$/;

function isSecretPattern(pattern: string): boolean {
  return shortPattern.test(pattern) || splitUrl(pattern) !== undefined;
}

/** The name's pattern begins after the last slash: a `*` never reaches into another vault. */
function splitUrl(pattern: string): { vault: string; name: string } | undefined {
  const [, vault, name] = /^(https:\/\/[^/]+)\/secrets\/([^/]+)$/.exec(pattern) ?? [];
  if (vault === undefined || name === undefined || !shortPattern.test(name)) return undefined;
  // A whole name would be as good: it shows that the vault's is right.
  return SecretRef.safeParse(`${vault}/secrets/a`).success
    ? { vault: vault.toLowerCase(), name }
    : undefined;
}

/** A name alone and the whole URL are the same secret of the deployment's own vault. */
function namesSecret(pattern: string, ref: SecretRef, ownVault: string | undefined): boolean {
  const own = ownVault?.toLowerCase();
  const { vault = own, name } = placeOfSecret(ref);
  const url = splitUrl(pattern) ?? { vault: own, name: pattern };
  return vault === url.vault && matches(url.name.toLowerCase(), name);
}
