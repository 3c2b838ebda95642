import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const Package = z.object({
  main: z.string({ error: 'has to name the files that register the functions' }).min(1),
  type: z.string().optional(),
});

/**
 * Runs the files that `main` of the app's package.json names; a glob may name several, CommonJS or ES modules.
 * https://learn.microsoft.com/azure/azure-functions/functions-reference-node#registering-a-function
 */
export async function loadApp(appFolder: string): Promise<void> {
  const packageFile = path.join(appFolder, 'package.json');
  const { main, type } = await readPackage(packageFile);
  const files = filesOf(appFolder, main);
  if (files.length === 0)
    throw new Error(`"main" of ${packageFile} is "${main}", but no such file is there.`);
  const require = createRequire(packageFile);
  for (const file of files) {
    const isModule = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'));
    try {
      if (isModule) await import(pathToFileURL(file).href);
      else require(file);
    } catch (error) {
      throw new Error(`${file} could not be loaded: ${messageOf(error)}`, { cause: error });
    }
  }
}

async function readPackage(packageFile: string): Promise<z.infer<typeof Package>> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(packageFile, 'utf8'));
  } catch (error) {
    throw new Error(`${packageFile} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const parsed = Package.safeParse(json);
  if (!parsed.success) throw new Error(`${packageFile}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function filesOf(appFolder: string, main: string): string[] {
  const exact = path.join(appFolder, main);
  if (existsSync(exact))
    return [createRequire(path.join(appFolder, 'package.json')).resolve(exact)];
  return globSync(main, { cwd: appFolder })
    .map((file) => path.join(appFolder, file))
    .sort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
