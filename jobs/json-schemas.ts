import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What is said about generated schemas where they refer to each other. */
interface SchemaOptions {
  /** Where the schema of this name will stand in the document: `#/$defs/Group`. */
  readonly placeOf: (name: string) => string;
}

/**
 * JSON Schemas (2020-12) of what a caller may send or is sent, by their names; they refer to each other by name.
 * Rules that a schema cannot say, such as that a mount needs its volume, are left to the app.
 */
export function jsonSchemasOf(
  schemas: Readonly<Record<string, z.ZodType>>,
  { placeOf }: SchemaOptions,
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { ...options, uri: placeOf });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, schema]) => [name, withoutPlace(schema)]),
  );
}

const options: Pick<z.core.ToJSONSchemaParams, 'io' | 'unrepresentable' | 'override'> = {
  io: 'input',
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    // A list that is counted before its elements are looked at (`shortList`): the elements are those of its second half.
    if (!(zodSchema instanceof z.ZodPipe) || !(zodSchema.out instanceof z.ZodArray)) return;
    jsonSchema.items = elementsOf(zodSchema.out);
  },
};

function elementsOf(list: z.ZodArray): JsonSchema {
  const element = list.element;
  return element instanceof z.ZodType ? withoutPlace(z.toJSONSchema(element, options)) : {};
}

/** Where it stands is for the document to say that holds it. */
function withoutPlace(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id');
  return Object.fromEntries(entries);
}
