import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  required: z.array(z.string()).optional(),
  'x-ms-secret': z.boolean().optional(),
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
export type Schema = z.infer<typeof Schema>;

const Response = z.looseObject({ schema: Schema.optional() });
const Swagger = z.object({
  definitions: z.record(z.string(), Schema),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({ operationId: z.string(), responses: z.record(z.string(), Response) }),
    ),
  ),
});
const SharedTypes = z.object({ definitions: z.record(z.string(), Schema) });

/** One operation as one version of the API specifies it. */
export interface Operation {
  readonly id: string;
  readonly version: string;
  readonly method: string;
  readonly path: RegExp;
  readonly responses: Readonly<Record<string, { readonly schema?: Schema | undefined }>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Where the specification lies beside a checkout of the project, on machines that have it. */
export const specificationPart = 'specs/aci';
const folder = path.resolve(
  '..',
  'shared',
  specificationPart,
  'azure-rest-api-specs/specification',
);
const provider = path.join(
  folder,
  'containerinstance/resource-manager/Microsoft.ContainerInstance',
);
const sharedTypes = ['types.json', 'managedidentity.json'].map((file) =>
  path.join(folder, 'common-types/resource-management/v6', file),
);

/** What the SDKs speak; each later version adds operations and properties. */
export const stableVersion = '2023-05-01';
const versions = [
  path.join('stable', stableVersion),
  path.join('preview', '2024-05-01-preview'),
  path.join('preview', '2024-09-01-preview'),
  path.join('preview', '2024-10-01-preview'),
];

export function hasSpecification(): boolean {
  return existsSync(folder);
}

/** All operations of all versions, the oldest version first. */
export function loadOperations(): Operation[] {
  const common = sharedTypes.flatMap((file) =>
    Object.entries(SharedTypes.parse(readJson(file)).definitions),
  );
  return versions.flatMap((version) => {
    const file = path.join(provider, version, 'containerInstance.json');
    const { paths, definitions } = Swagger.parse(readJson(file));
    const known = Object.fromEntries([...common, ...Object.entries(definitions)]);
    return Object.entries(paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, { operationId, responses }]) => ({
        id: operationId,
        version: path.basename(version),
        method: method.toUpperCase(),
        path: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`, 'i'),
        responses,
        definitions: known,
      })),
    );
  });
}

/** What the specification gives as an example of a reply. */
interface Example {
  readonly name: string;
  readonly operation: Operation;
  readonly status: string;
  readonly body: unknown;
}

const ExampleFile = z.object({
  responses: z.record(z.string(), z.looseObject({ body: z.unknown().optional() })),
});
const Examples = z.looseObject({ 'x-ms-examples': z.record(z.string(), Schema).optional() });

/** The examples of the stable version. */
export function loadExamples(operations: readonly Operation[]): Example[] {
  const home = path.join(provider, 'stable', stableVersion);
  const raw = Swagger.extend({ paths: z.record(z.string(), z.record(z.string(), Examples)) }).parse(
    readJson(path.join(home, 'containerInstance.json')),
  );
  return Object.values(raw.paths).flatMap((methods) =>
    Object.values(methods).flatMap((given) =>
      Object.entries(given['x-ms-examples'] ?? {}).flatMap(([name, { $ref = '' }]) => {
        const operation = operations.find(({ id }) => id === given['operationId']);
        if (!operation) throw new Error(`there is no operation for the example ${name}`);
        const { responses } = ExampleFile.parse(readJson(path.join(home, $ref)));
        return Object.entries(responses).map(([status, { body }]) => ({
          ...{ name, operation, status, body },
        }));
      }),
    ),
  );
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
