import type { Operation, Schema } from './specification.ts';

/** In recordings of the service, and not in its specification; the last is in that of 2025-09-01. */
const recordedOnly = [
  'provisioningTimeoutInSeconds',
  'isCustomProvisioningTimeout',
  'isCreatedFromStandbyPool',
  'registeredRevisions',
];

/** What is wrong with a value by its schema, one line each; `at` is where it stands. */
export function checkValue(
  given: Schema,
  value: unknown,
  at: string,
  definitions: Operation['definitions'],
): string[] {
  const schema = resolve(given, definitions);
  const problem = typeProblem(schema, value);
  if (problem) return [`${at}: ${problem}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return [];
    return value.flatMap((item, index) =>
      checkValue(items, item, `${at}[${String(index)}]`, definitions),
    );
  }
  return typeof value === 'object' && value !== null
    ? checkObject(schema, value, at, definitions)
    : [];
}

function checkObject(
  schema: Schema,
  value: object,
  at: string,
  definitions: Operation['definitions'],
): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const isSecret = (name: string): boolean => properties[name]?.['x-ms-secret'] === true;
  // The service leaves a secret out even where its specification demands it, as the examples do.
  const missing = required.filter((name) => !(name in value) && !isSecret(name));
  const inside = Object.entries(value).flatMap(([name, item]) => {
    const extra = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    const property = properties[name] ?? extra;
    if (isSecret(name)) return [`${at}.${name} is a secret`];
    if (property) return checkValue(property, item, `${at}.${name}`, definitions);
    const isOpen = !schema.properties || additionalProperties || recordedOnly.includes(name);
    return isOpen ? [] : [`${at}.${name} is not in the specification`];
  });
  return [...missing.map((name) => `${at}.${name} is missing`), ...inside];
}

/** A schema with what it refers to and what it extends. */
function resolve(schema: Schema, definitions: Operation['definitions']): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const own = name === undefined ? schema : resolve(definitions[name] ?? {}, definitions);
  const parents = (own.allOf ?? []).map((parent) => resolve(parent, definitions));
  return parents.reduce(
    (all, parent) => ({
      ...all,
      properties: { ...parent.properties, ...all.properties },
      required: [...(parent.required ?? []), ...(all.required ?? [])],
    }),
    own,
  );
}

function typeProblem(schema: Schema, value: unknown): string | undefined {
  const { type, format } = schema;
  const actual = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  const expected = type === 'integer' ? 'number' : (type ?? actual);
  if (actual !== expected) return `is ${actual}, not ${expected}`;
  if (type === 'integer' && !Number.isInteger(value)) return 'is not an integer';
  if (format === 'date-time' && Number.isNaN(Date.parse(String(value)))) return 'is not a time';
  if (schema.enum && !schema.enum.includes(String(value)))
    return `is ${String(value)}, not one of ${schema.enum.join(', ')}`;
  return undefined;
}
