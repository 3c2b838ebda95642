import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What the checks of infra/ look at. */
const parts = [
  'azure.yaml',
  'app.ts',
  'config.ts',
  'host.json',
  'index.ts',
  'clients/ports.ts',
  'images',
  'infra',
  'jobs/workloads',
  'local/event-grid/subscriptions.json',
  'local/service-bus/config.json',
  'local/storage/resources.json',
  'logicapps',
];

/** A copy of them that is gone again when it goes out of scope. */
export async function projectCopy(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await temporaryFolder('infra');
  for (const part of parts)
    if (existsSync(part))
      cpSync(part, path.join(folder, part), {
        recursive: true,
        filter: (source) => !source.includes('node_modules'),
      });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Replaces a text that must be there, in a file of the copy. */
export function change(folder: string, file: string, before: string, after: string): void {
  const full = path.join(folder, file);
  const text = readFileSync(full, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold "${before}"`);
  writeFileSync(full, text.replace(before, after));
}
