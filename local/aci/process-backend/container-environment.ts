import path from 'node:path';
import process from 'node:process';
import type { RunSpec } from '../container-groups/container-backend.ts';
import { mountLink } from './mount-volumes.ts';
import type { RunFolder } from './run-folder.ts';

/** What a Debian image sets, behind the pinned Node. */
export const systemPath = [
  path.dirname(process.execPath),
  ...['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
].join(':');

/** PEM files a container has to trust to reach the local stack. */
export interface TrustFiles {
  /** The local certificate authority. */
  readonly ca: string;
  /** The same together with the public ones, for programs that know one file only. */
  readonly bundle: string;
}

/**
 * A container's whole environment: nothing of the emulator's own. What the group sets goes before. A process has no
 * mounts of its own, so that `ACI_MOUNT_0` and so on say where the volumes of `volumeMounts` are, in their order.
 */
export function containerEnvironment({
  environment,
  mounts,
  folders,
  trust,
}: Pick<RunSpec, 'environment' | 'mounts'> & {
  readonly folders: RunFolder;
  readonly trust: TrustFiles | undefined;
}): Record<string, string> {
  return {
    PATH: systemPath,
    HOME: folders.home,
    TMPDIR: folders.temp,
    ...(trust && {
      NODE_EXTRA_CA_CERTS: trust.ca,
      SSL_CERT_FILE: trust.bundle,
      CURL_CA_BUNDLE: trust.bundle,
      REQUESTS_CA_BUNDLE: trust.bundle,
    }),
    ...Object.fromEntries(
      mounts.map((_mount, index) => [`ACI_MOUNT_${index}`, mountLink(folders, index)]),
    ),
    ...Object.fromEntries(environment),
  };
}
