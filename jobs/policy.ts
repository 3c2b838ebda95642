import type { Target } from './group-plan.ts';
import type { JobSpec, SpecError } from './job-spec.ts';
import { isNamed, type PolicyRule, type Right, rulesAbout, withPrefix } from './policy/rule.ts';
import type { Group } from './spec/group.ts';
import { placeOfSecret } from './spec/secret-ref.ts';
import { secretRefsOf } from './spec/secret-refs.ts';

/** What of this deployment's Azure the groups of jobs may be given: resource ids, or their beginnings with a `*`. */
export interface Policy {
  /** For every image. */
  readonly identities: readonly string[];
  readonly subnets: readonly string[];
  /** For some images. */
  readonly rules?: readonly PolicyRule[];
  /** The deployment's key vault, as `https://name.vault.azure.net`: where a ref of a name alone looks. */
  readonly vault?: string | undefined;
}

/** Nothing: whoever may send a job must not thereby be whom an identity stands for, or stand in a network. */
export const closedPolicy: Policy = { identities: [], subnets: [] };

/** What a policy is asked by; `closedPolicy` where there is none. */
interface PolicySettings {
  readonly policy?: Policy;
  /** Registry and path of the images that `workload:` stands for. */
  readonly imagePrefix: string;
}

interface Asked {
  readonly path: string;
  readonly right: Right;
  readonly name: string;
}

/** Where the groups of a job would be made. */
interface Places {
  readonly regions: readonly Omit<Asked, 'right'>[];
  readonly target: Target | undefined;
}

/**
 * All that a spec asks for and a policy does not allow, each by its field. A group gets what all of its images may have:
 * one foreign image takes everything from it.
 */
export function policyErrors(
  spec: Pick<JobSpec, 'group' | 'reduce' | 'regions'>,
  settings: PolicySettings & { readonly defaultRegion: string },
  target?: Target,
): SpecError[] {
  const { group, reduce } = spec;
  const places = { regions: regionsOf(spec, settings.defaultRegion), target };
  return onePerField([
    ...(group ? groupErrors('group', group, settings, places) : []),
    ...(reduce ? groupErrors('reduce.group', reduce.group, settings, places) : []),
  ]);
}

/** The same of one group, at the place where it is about to be made. */
export function groupPolicyErrors(
  group: Group,
  settings: PolicySettings,
  { region, target }: { readonly region: string; readonly target: Target },
): SpecError[] {
  return groupErrors('group', group, settings, {
    regions: [{ path: 'regions', name: region }],
    target,
  });
}

function regionsOf(
  { group, regions }: Pick<JobSpec, 'group' | 'regions'>,
  defaultRegion: string,
): Places['regions'] {
  if (regions) return regions.map((name, index) => ({ path: `regions[${index}]`, name }));
  const location = group?.location;
  return location === undefined
    ? [{ path: 'regions', name: defaultRegion }]
    : [{ path: 'group.location', name: location }];
}

function groupErrors(
  at: string,
  group: Group,
  settings: PolicySettings,
  places: Places,
): SpecError[] {
  const images = imagesOf(group).map((image) => withPrefix(image, settings.imagePrefix));
  return [...askedOf(at, group), ...placed(places)].flatMap(({ path, right, name }) => {
    const problem = isOwnVaultMissing(right, name, settings)
      ? 'is a secret of the key vault of this deployment, which has none: KEY_VAULT_URL is not set'
      : refusal(right, name, images, settings);
    return problem === undefined ? [] : [{ path, message: problem }];
  });
}

/** The image that takes the right from the group. */
function refusal(
  right: Right,
  name: string,
  images: readonly string[],
  settings: PolicySettings,
): string | undefined {
  const image = images.find((candidate) => !mayHave(candidate, right, name, settings));
  return image === undefined
    ? undefined
    : `${whatOf[right]} that this deployment does not give to the image ${image}`;
}

const whatOf = {
  secretRefs: 'is a secret',
  identities: 'is an identity',
  subnets: 'is a subnet',
  regions: 'is a region',
  resourceGroups: 'is a resource group',
} as const satisfies Record<Right, string>;

/** Rights add up over the rules about an image. */
function mayHave(
  image: string,
  right: Right,
  name: string,
  { policy = closedPolicy, imagePrefix }: PolicySettings,
): boolean {
  const rules = rulesAbout(image, policy.rules ?? [], imagePrefix);
  const lists = rules.flatMap((rule) => (rule[right] ? [rule[right]] : []));
  const named = (list: readonly string[]): boolean => isNamed(right, name, list, policy.vault);
  if (right === 'regions' || right === 'resourceGroups')
    return lists.length === 0 || lists.some(named);
  const forAll = right === 'secretRefs' ? [] : policy[right];
  return [forAll, ...lists].some(named);
}

function isOwnVaultMissing(right: Right, name: string, { policy }: PolicySettings): boolean {
  return (
    right === 'secretRefs' && placeOfSecret(name).vault === undefined && policy?.vault === undefined
  );
}

function imagesOf({ properties: { containers, initContainers = [] } }: Group): string[] {
  return [...containers, ...initContainers].map(({ properties }) => properties.image);
}

const asked = (right: Right, path: string, name: string): Asked => ({ path, right, name });

function placed({ regions, target }: Places): Asked[] {
  const group = target?.resourceGroup;
  return [
    ...regions.map(({ path, name }) => asked('regions', path, name)),
    ...(group === undefined ? [] : [asked('resourceGroups', 'target.resourceGroup', group)]),
  ];
}

function askedOf(at: string, group: Group): Asked[] {
  return [
    ...secretRefsOf(group).map(({ path, ref }) => asked('secretRefs', `${at}.${path}`, ref)),
    ...identitiesOf(at, group),
    ...(group.properties.subnetIds ?? []).map(({ id }, index) =>
      asked('subnets', `${at}.properties.subnetIds[${index}].id`, id),
    ),
  ];
}

function identitiesOf(at: string, { identity, properties }: Group): Asked[] {
  const ids = [
    ...Object.keys(identity?.userAssignedIdentities ?? {}),
    ...Object.keys(identity?.user_assigned_identities ?? {}),
  ];
  const key = properties.encryptionProperties?.identity;
  const atKey = `${at}.properties.encryptionProperties.identity`;
  return [
    ...ids.map((id) => asked('identities', `${at}.identity.userAssignedIdentities.${id}`, id)),
    ...(properties.imageRegistryCredentials ?? []).flatMap((credential, index) => {
      const path = `${at}.properties.imageRegistryCredentials[${index}].identity`;
      return 'identity' in credential ? [asked('identities', path, credential.identity)] : [];
    }),
    ...(key === undefined ? [] : [asked('identities', atKey, key)]),
  ];
}

/** A place is asked for by every group. */
function onePerField(errors: readonly SpecError[]): SpecError[] {
  return [...new Map(errors.map((error) => [error.path, error])).values()];
}
