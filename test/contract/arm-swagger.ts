import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get items() {
    return Schema.optional();
  },
  get allOf() {
    return z.array(Schema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Schema]).optional();
  },
});
type Schema = z.infer<typeof Schema>;

const Swagger = z.object({
  definitions: z.record(z.string(), Schema),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string().optional(),
        responses: z.record(z.string(), z.looseObject({ schema: Schema.optional() })).optional(),
      }),
    ),
  ),
});

/** In recordings of the service, and not in its specification. */
const recordedOnly = [
  'provisioningTimeoutInSeconds',
  'isCustomProvisioningTimeout',
  'isCreatedFromStandbyPool',
];

/** Demanded by the specification, and secret: the service leaves it out, as the specification's own examples do. */
const secrets = ['workspaceKey'];

/** The API's own specification, which lies beside a checkout of the project on some machines. */
const swaggerFile = path.resolve(
  '../shared/specs/aci/azure-rest-api-specs/specification/containerinstance/resource-manager/Microsoft.ContainerInstance/stable/2023-05-01/containerInstance.json',
);

/** Checks replies by the specification of the API. */
export class ArmSwagger {
  private readonly swagger = Swagger.parse(JSON.parse(readFileSync(swaggerFile, 'utf8')));

  /** What is wrong with a reply of an operation, one line each. */
  problemsOf(operationId: string, status: number, body: unknown): string[] {
    const operation = Object.values(this.swagger.paths)
      .flatMap((methods) => Object.values(methods))
      .find((candidate) => candidate.operationId === operationId);
    const response = operation?.responses?.[String(status)] ?? operation?.responses?.['default'];
    if (!response) return [`${operationId} has no reply with status ${String(status)}`];
    return response.schema ? this.check(response.schema, body, operationId) : [];
  }

  private check(given: Schema, value: unknown, at: string): string[] {
    const schema = this.resolve(given);
    const typeProblem = this.typeProblem(schema, value);
    if (typeProblem) return [`${at}: ${typeProblem}`];
    if (Array.isArray(value)) {
      const { items } = schema;
      return items
        ? value.flatMap((item, index) => this.check(items, item, `${at}[${String(index)}]`))
        : [];
    }
    if (typeof value !== 'object' || value === null) return [];
    const missing = (schema.required ?? []).filter(
      (name) => !(name in value) && !secrets.includes(name),
    );
    const inside = Object.entries(value).flatMap(([name, item]) => {
      const property = schema.properties?.[name] ?? this.additional(schema);
      if (property) return this.check(property, item, `${at}.${name}`);
      const isOpen =
        !schema.properties || schema.additionalProperties || recordedOnly.includes(name);
      return isOpen ? [] : [`${at}.${name} is not in the specification`];
    });
    return [...missing.map((name) => `${at}.${name} is missing`), ...inside];
  }

  private additional({ additionalProperties }: Schema): Schema | undefined {
    return typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }

  private resolve(schema: Schema): Schema {
    const own = schema.$ref
      ? this.resolve(this.swagger.definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {})
      : schema;
    const parents = (own.allOf ?? []).map((parent) => this.resolve(parent));
    return parents.reduce(
      (all, parent) => ({
        ...all,
        properties: { ...parent.properties, ...all.properties },
        required: [...(parent.required ?? []), ...(all.required ?? [])],
      }),
      own,
    );
  }

  private typeProblem({ type, format }: Schema, value: unknown): string | undefined {
    const actual = Array.isArray(value) ? 'array' : typeof value;
    const expected = type === 'integer' ? 'number' : (type ?? actual);
    if (actual !== expected) return `is ${actual}, not ${expected}`;
    if (type === 'integer' && !Number.isInteger(value)) return 'is not an integer';
    if (format === 'date-time' && Number.isNaN(Date.parse(String(value)))) return 'is not a time';
    return undefined;
  }
}
