/** Fields that ARM has for secret values; a spec with one is refused, and not kept with what was in it. */
const secretFields = new Set(['secureValue', 'password', 'storageAccountKey', 'workspaceKey']);
const mask = '***';
/** Deeper than any spec is: what lies below is left out. */
const maxDepth = 40;

/** What somebody sent that was refused, as it may be kept: without the secret values that it should not have held. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return mask;
  if (Array.isArray(value)) return value.map((element) => withoutSecrets(element, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, kept(name, field, depth)]),
  );
}

function kept(name: string, field: unknown, depth: number): unknown {
  if (secretFields.has(name)) return mask;
  // The files of a secret volume.
  if (name === 'secret' && typeof field === 'object' && field !== null)
    return Object.fromEntries(
      Object.entries(field).map(([file, content]) => [
        file,
        typeof content === 'string' ? mask : withoutSecrets(content, depth + 2),
      ]),
    );
  return withoutSecrets(field, depth + 1);
}
