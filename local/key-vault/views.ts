import type { SecretVersion } from './secret-store.ts';

const recoverableDays = 7;
const daySeconds = 24 * 60 * 60;

/** A secret as replies show it, with its value where `withValue` says so: lists have none. */
export function secretView(
  vault: string,
  version: SecretVersion,
  withValue: boolean,
): Record<string, unknown> {
  const { name, id, value, contentType, tags } = version;
  return {
    ...(withValue && { value }),
    id: `${vault}/secrets/${name}/${id}`,
    ...(contentType !== undefined && { contentType }),
    attributes: attributesOf(version),
    tags,
  };
}

/** As in the list of secrets: without a version. */
export function listView(vault: string, version: SecretVersion): Record<string, unknown> {
  return { ...secretView(vault, version, false), id: `${vault}/secrets/${version.name}` };
}

export function deletedView(
  vault: string,
  version: SecretVersion,
  deletedAt: number,
): Record<string, unknown> {
  return {
    ...secretView(vault, version, false),
    recoveryId: `${vault}/deletedsecrets/${version.name}`,
    deletedDate: deletedAt,
    scheduledPurgeDate: deletedAt + recoverableDays * daySeconds,
  };
}

function attributesOf({ enabled, nbf, exp, created, updated }: SecretVersion) {
  return {
    enabled,
    ...(nbf !== undefined && { nbf }),
    ...(exp !== undefined && { exp }),
    created,
    updated,
    recoveryLevel: 'CustomizedRecoverable+Purgeable',
    recoverableDays,
  };
}
