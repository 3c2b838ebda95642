import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Keys = z.object({
  masterKey: z.string().min(1),
  /** The host key `default`: opens every function. */
  functionKey: z.string().min(1),
  /** The system key of the Durable extension: opens its webhooks. */
  systemKey: z.string().min(1),
  /** One key of its own for each HTTP function. */
  functions: z.record(z.string(), z.string().min(1)),
});

/** https://learn.microsoft.com/azure/azure-functions/function-keys-how-to */
export type Keys = z.infer<typeof Keys>;

/** Gives the keys kept in `file` (0600); makes those that are missing. */
export async function ensureKeys(file: string, functionNames: readonly string[]): Promise<Keys> {
  const kept = await load(file);
  const functions = { ...kept?.functions };
  for (const name of functionNames) functions[name] ??= newKey();
  const keys: Keys = {
    masterKey: kept?.masterKey ?? newKey(),
    functionKey: kept?.functionKey ?? newKey(),
    systemKey: kept?.systemKey ?? newKey(),
    functions,
  };
  await save(file, keys);
  return keys;
}

/** Whether `given` is one of `accepted`, in a time that does not tell how much of it was right. */
export function isKey(
  given: string | undefined,
  accepted: readonly (string | undefined)[],
): boolean {
  if (given === undefined) return false;
  const bytes = Buffer.from(given);
  return accepted.some((key) => {
    const wanted = Buffer.from(key ?? '');
    return wanted.length > 0 && wanted.length === bytes.length && timingSafeEqual(wanted, bytes);
  });
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}

async function load(file: string): Promise<Keys | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Keys.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} does not hold keys: delete it, and new ones are made`);
  }
}

async function save(file: string, keys: Keys): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(keys, null, 2), { mode: 0o600 });
  await rename(draft, file);
}
