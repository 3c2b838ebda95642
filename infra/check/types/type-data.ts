/** A type as https://github.com/Azure/bicep-types-az generates them; references do not leave their list. */
export interface RawType {
  readonly $type: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, RawProperty>>;
  readonly additionalProperties?: RawReference;
  readonly itemType?: RawReference;
  readonly discriminator?: string;
  readonly baseProperties?: Readonly<Record<string, RawProperty>>;
  /** Of a union a list, of a discriminated object by value. */
  readonly elements?: Readonly<Record<string, RawReference>>;
}

export interface RawProperty {
  readonly type: RawReference;
  readonly flags: number;
}

interface RawReference {
  readonly $ref: string;
}

/** The types of one file and the one of a resource's body; undefined for a resource of which nothing is known. */
export type TypeData = (
  resource: string,
) => { readonly types: readonly RawType[]; readonly body: RawType | undefined } | undefined;

interface Index {
  readonly resources: Readonly<Record<string, { readonly file: string; readonly body: number }>>;
}

/** Reads a folder of type lists with an `index.json` that says where the body of each resource is. */
export function typeData(readJson: (file: string) => unknown): TypeData {
  const { resources } = readJson('index.json') as Index;
  return (resource) => {
    const entry = resources[resource];
    if (!entry) return undefined;
    const types = readJson(entry.file) as readonly RawType[];
    return { types, body: types[entry.body] };
  };
}
