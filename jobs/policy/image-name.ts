/** An image as registries know it: `alpine` is `docker.io/library/alpine`. */
interface ImageName {
  /** Host and path, in parts. */
  readonly segments: readonly string[];
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** https://github.com/distribution/reference/blob/main/regexp.go */
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?)';
const image = new RegExp(
  `^(?:(${host})/)?(${part}(?:/${part})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

const dockerHub = 'docker.io';
const organisations = new RegExp(`^(?:${dockerHub}/)?(${part})$`);

/** Undefined for what is no name of an image: no rule is about it. */
function parseImage(name: string): ImageName | undefined {
  const [found, first, path = '', tag, digest] = image.exec(name) ?? [];
  if (found === undefined) return undefined;
  return { segments: segmentsOf(first, path.split('/')), tag, digest };
}

/** Docker takes the first part for a host where it has a dot or a port; one part alone at Docker Hub is an official image. */
function segmentsOf(first: string | undefined, path: readonly string[]): readonly string[] {
  const isElsewhere = first !== undefined && isHost(first);
  const registry = isElsewhere ? hostName(first) : dockerHub;
  const below = isElsewhere || first === undefined ? path : [first, ...path];
  const isOfficial = registry === dockerHub && below.length === 1;
  return [registry, ...(isOfficial ? ['library'] : []), ...below];
}

function isHost(name: string): boolean {
  return /[.:]/.test(name);
}

function hostName(name: string): string {
  const lower = name.toLowerCase();
  return lower === `index.${dockerHub}` ? dockerHub : lower;
}

/** What a policy may call images by: a registry, a beginning of whole parts, an image, with its tag or digest; `*` is all. */
export function isImagePattern(pattern: string): boolean {
  return pattern === '*' || pattern === 'workload:' || parsePattern(pattern) !== undefined;
}

function parsePattern(pattern: string): ImageName | undefined {
  const name = pattern.replace(/\/$/, '');
  const none = { tag: undefined, digest: undefined };
  if (/^[^/@]+$/.test(name) && new RegExp(`^${host}$`).test(name) && isRegistry(name))
    return { segments: [hostName(name)], ...none };
  // With a slash behind it, it is all that is below it, and no official image.
  const [, organisation] = pattern.endsWith('/') ? (organisations.exec(name) ?? []) : [];
  if (organisation !== undefined) return { segments: [dockerHub, organisation], ...none };
  return parseImage(name);
}

/** A last part like `:5000` is a port; like `:1.2` it is the tag of an official image. */
function isRegistry(name: string): boolean {
  return name.replace(/:.*$/, '').includes('.');
}

/**
 * Whether a pattern is about an image: whole parts are compared, so that `a.azurecr.io/team` is neither about
 * `a.azurecr.io/team-evil/x` nor about `a.azurecr.io.evil.com/team/x`. A tag is not trusted beside a digest, which wins.
 */
export function isAbout(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  const wanted = parsePattern(pattern);
  const given = parseImage(name);
  if (!wanted || !given) return false;
  if (!wanted.segments.every((segment, index) => segment === given.segments[index])) return false;
  if (wanted.tag === undefined && wanted.digest === undefined) return true;
  if (wanted.segments.length !== given.segments.length) return false;
  if (wanted.digest !== undefined) return wanted.digest === given.digest;
  return given.digest === undefined && wanted.tag === (given.tag ?? 'latest');
}
