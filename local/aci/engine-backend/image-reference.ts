import type { RegistryCredential } from '../model/group-spec.ts';
import { registryOf } from '../model/image-registry.ts';

/** https://github.com/distribution/reference/blob/main/reference.go */
const pattern =
  /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Whether any registry could have an image of this name. */
export function isReference(image: string): boolean {
  return pattern.test(image);
}

/** The names under which an image may be here: one without a registry may have been built on this machine, where Podman adds `localhost/`. */
export function localNames(image: string): readonly string[] {
  return registryOf(image) === undefined ? [`localhost/${image}`, image] : [image];
}

/** With the tag that is meant when none is said: an engine would pull every tag. */
export function withTag(image: string): string {
  return /(?::[\w.-]+|@sha256:[0-9a-f]+)$/.test(image.slice(image.lastIndexOf('/') + 1))
    ? image
    : `${image}:latest`;
}

/** The header that lets the engine in at a private registry: https://docs.docker.com/reference/api/engine/#section/Authentication */
export function registryAuth(
  image: string,
  credentials: readonly RegistryCredential[],
): Readonly<Record<string, string>> {
  const registry = registryOf(image) ?? 'docker.io';
  const found = credentials.find(({ server }) => hostOf(server) === hostOf(registry));
  if (found?.username === undefined || found.password === undefined) return {};
  const { username, password } = found;
  const auth = JSON.stringify({ username, password, serveraddress: registry });
  return { 'x-registry-auth': Buffer.from(auth).toString('base64url') };
}

/** Docker's own registry has three names. */
function hostOf(server: string): string {
  const host = server
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  return ['index.docker.io', 'registry-1.docker.io'].includes(host) ? 'docker.io' : host;
}
