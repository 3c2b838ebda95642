import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseJsonWithComments } from './json-with-comments.ts';
import { limitWarnings } from './limit-warnings.ts';
import { type QueueDeclaration, QueueProperties } from './queue-properties.ts';

const Name = z
  .string()
  .regex(/^[a-z0-9](?:[\w.\-/]*[a-z0-9])?$/i, 'is no name of an entity')
  .max(260);

const EmulatorConfig = z.object({
  UserConfig: z.object({
    Namespaces: z
      .array(
        z.object({
          Name: z.string(),
          Queues: z
            .array(z.strictObject({ Name, Properties: QueueProperties.prefault({}) }))
            .default([]),
          Topics: z.array(z.object({ Name })).default([]),
        }),
      )
      .length(1, 'has to have one namespace'),
    Logging: z.unknown().optional(),
  }),
});

export interface EntityDeclarations {
  readonly queues: readonly QueueDeclaration[];
  readonly topics: readonly string[];
  /** What of it Azure or Microsoft's emulator would not take, or this one does not do. */
  readonly warnings: readonly string[];
}

/** Reads the Config.json of Microsoft's emulator; the error names every wrong field. */
export async function readEmulatorConfig(file: string): Promise<EntityDeclarations> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`the configuration can not be read from ${file}`);
  });
  try {
    return parseEmulatorConfig(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} is wrong: ${reason}`, { cause: error });
  }
}

export function parseEmulatorConfig(text: string): EntityDeclarations {
  const result = EmulatorConfig.safeParse(parseJsonWithComments(text));
  if (!result.success) {
    const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(wrong.join('; '));
  }
  const [namespace] = result.data.UserConfig.Namespaces;
  const queues = (namespace?.Queues ?? []).map(({ Name: name, Properties: properties }) => ({
    name,
    properties,
  }));
  const topics = (namespace?.Topics ?? []).map(({ Name: name }) => name);
  const names = [...queues.map(({ name }) => name), ...topics].map((name) => name.toLowerCase());
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`declared more than once: ${twice.join(', ')}`);
  return { queues, topics, warnings: limitWarnings(queues, topics) };
}
