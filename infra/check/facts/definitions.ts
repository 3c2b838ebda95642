import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { jsonAt } from './fact.ts';

const File = z.object({
  definition: z.looseObject({
    parameters: z.record(z.string(), z.looseObject({ defaultValue: z.unknown().optional() })),
  }),
});

export type Definition = z.infer<typeof File>['definition'];

interface DefinitionFile {
  /** Such as `blob-sentiment`. */
  readonly name: string;
  readonly file: string;
  readonly definition: Definition;
}

/** The Logic App definitions of the project. */
export function definitionsOf(root: string): DefinitionFile[] {
  const folder = path.join(root, 'logicapps');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const file = `logicapps/${name}`;
      const { definition } = File.parse(jsonAt(root, file));
      return { name: path.basename(name, '.json'), file, definition };
    });
}

/** The connections that a definition uses, by their names in `$connections`. */
export function connectionsOf(definition: Definition): string[] {
  const uses = JSON.stringify(definition).matchAll(/parameters\('\$connections'\)\['(\w+)'\]/g);
  return [...new Set([...uses].map(([, name = '']) => name))];
}
