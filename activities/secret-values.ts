import type { SecretRead, SecretValues } from '../clients/ports.ts';
import type { Group } from '../jobs/spec/group.ts';
import { placeOfSecret, type SecretRef } from '../jobs/spec/secret-ref.ts';
import { secretRefsOf } from '../jobs/spec/secret-refs.ts';
import type { Deps } from './deps.ts';

/** A vault holds no more in one: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
const maxBytes = 25_600;
/** Of all secrets of a group: what is sent to ARM stays far below its 4 MB. */
const maxBytesInAll = 1024 * 1024;
const atOnce = 10;

/**
 * What the secrets hold that a group asks for, each read once; or why the group cannot have them, by their names. Throws
 * when a vault does not answer. To be called where the group is created; its result is to be kept nowhere.
 */
export async function secretValues(
  deps: Pick<Deps, 'secrets' | 'now'>,
  group: Group,
): Promise<SecretValues> {
  const refs = secretRefsOf(group).map(({ ref }) => ref);
  // Two spellings may be of one secret.
  const distinct = [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
  const byKey = new Map<string, string>();
  const problems: string[] = [];
  for (let from = 0; from < distinct.length; from += atOnce) {
    const some = distinct.slice(from, from + atOnce);
    const read = await Promise.all(some.map((ref) => usable(deps, ref)));
    for (const { ref, ...found } of read) {
      if (found.problem === undefined) byKey.set(keyOf(ref), found.value);
      else problems.push(`the secret ${ref} cannot be used: ${found.problem}`);
    }
  }
  const values = new Map(refs.map((ref) => [ref, byKey.get(keyOf(ref)) ?? '']));
  if (sizeOf([...byKey.values()].join('')) > maxBytesInAll)
    problems.push(`the secrets of the group have more than ${maxBytesInAll} bytes together`);
  return problems.length > 0 ? { problem: problems.join('; ') } : { values };
}

function keyOf(ref: SecretRef): string {
  const { vault = '', name, version = '' } = placeOfSecret(ref);
  return `${vault}/${name}/${version}`;
}

async function usable(
  { secrets, now }: Pick<Deps, 'secrets' | 'now'>,
  ref: SecretRef,
): Promise<{ ref: SecretRef } & ReturnType<typeof judged>> {
  if (!secrets) return { ref, problem: 'this deployment has no key vault' };
  return { ref, ...judged(await secrets.read(placeOfSecret(ref)), now()) };
}

/** A vault also gives what is over or has not begun: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#date-time-controlled-operations */
function judged(
  read: SecretRead,
  now: Date,
): { value: string; problem?: undefined } | { problem: string } {
  if (read.problem !== undefined) return read;
  const { value, notBefore, expiresOn } = read;
  if (expiresOn && expiresOn <= now) return { problem: 'it has expired' };
  if (notBefore && notBefore > now) return { problem: 'it is not valid yet' };
  if (value === '') return { problem: 'it is empty' };
  if (value.includes('\0'))
    return { problem: 'it holds a NUL character, which no process is given' };
  const size = sizeOf(value);
  return size > maxBytes ? { problem: `it has ${size} bytes, more than ${maxBytes}` } : { value };
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
