import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export interface DefinitionFile {
  /** Of the workflow: the file's name, or for `<name>/workflow.json` the folder's. */
  readonly name: string;
  readonly json: unknown;
}

const WorkflowFile = z
  .looseObject({ definition: z.unknown() })
  .or(z.looseObject({ triggers: z.unknown(), actions: z.unknown() }));

/** Every workflow of a folder: `<name>.json`, or `<name>/workflow.json` as Standard has it. Other JSON is left alone. */
export async function loadDefinitions(folder: string): Promise<DefinitionFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.flatMap((entry) => {
    if (entry.isDirectory()) {
      return [{ name: entry.name, file: path.join(folder, entry.name, 'workflow.json') }];
    }
    if (!entry.name.endsWith('.json')) return [];
    return [{ name: entry.name.slice(0, -'.json'.length), file: path.join(folder, entry.name) }];
  });
  const read = await Promise.all(files.map(({ name, file }) => readOne(name, file)));
  const found = read.filter((each) => each !== undefined);
  if (found.length === 0) throw new Error(`there is no workflow definition in ${folder}`);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readOne(name: string, file: string): Promise<DefinitionFile | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} is no JSON: ${why}`, { cause: error });
  }
  return WorkflowFile.safeParse(json).success ? { name, json } : undefined;
}
