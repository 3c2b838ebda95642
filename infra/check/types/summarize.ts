import { bodiesOf, type BicepFile } from '../bicep/bicep-file.ts';
import { literalOf, objectsIn, propertiesOf, type SyntaxNode } from '../bicep/syntax.ts';
import { mergeShapes } from './merge-shapes.ts';
import type { ObjectShape, PropertyShape, Shape } from './shape.ts';
import type { RawProperty, RawType, TypeData } from './type-data.ts';

/** Bits of `flags`. */
const required = 1;
const readOnly = 2;

interface Summary {
  readonly summary: Readonly<Record<string, Shape>>;
  /** Resources of which the data knows nothing. */
  readonly missing: readonly string[];
}

/**
 * The types of the resources in these files: at each level that a file writes, the names of all properties and
 * their flags.
 */
export function summarizeTypes(files: readonly BicepFile[], data: TypeData): Summary {
  const summary: Record<string, Shape> = {};
  const missing: string[] = [];
  for (const declaration of files.flatMap(({ declarations }) => declarations)) {
    if (declaration.kind !== 'resource' || declaration.of === undefined) continue;
    const { types = [], body } = data(declaration.of) ?? {};
    const shape = shapeOf(types, body, declaration.isExisting ? [] : bodiesOf(declaration));
    const known = summary[declaration.of];
    if (!shape) missing.push(declaration.of);
    else summary[declaration.of] = known ? mergeShapes(known, shape) : shape;
  }
  return { summary, missing };
}

const at = (types: readonly RawType[], { $ref }: { readonly $ref: string }): RawType | undefined =>
  types[Number($ref.slice(2))];

/** Undefined for what is no object, or a list of them. */
function shapeOf(
  types: readonly RawType[],
  type: RawType | undefined,
  objects: readonly SyntaxNode[],
): Shape | undefined {
  if (type?.$type === 'ArrayType' && type.itemType)
    return shapeOf(types, at(types, type.itemType), objects);
  if (type?.$type === 'ObjectType')
    return {
      properties: propertyShapes(types, type.properties ?? {}, objects),
      ...(type.additionalProperties && { open: true }),
    };
  if (type?.$type !== 'DiscriminatedObjectType' || !type.discriminator) return undefined;
  return {
    discriminator: type.discriminator,
    variants: variantsOf(types, type, type.discriminator, objects),
  };
}

/** Those that are written, by the value that chooses them; all of them where that is not a plain string. */
function variantsOf(
  types: readonly RawType[],
  type: RawType,
  discriminator: string,
  objects: readonly SyntaxNode[],
): Record<string, ObjectShape> {
  const chosen = objects.map((object) =>
    literalOf(propertiesOf(object).find(({ key }) => key === discriminator)?.value),
  );
  const variants = Object.entries(type.elements ?? {}).filter(
    ([name]) => chosen.includes(name) || chosen.includes(undefined),
  );
  return Object.fromEntries(
    variants.map(([name, reference]) => {
      const properties = { ...type.baseProperties, ...at(types, reference)?.properties };
      return [name, { properties: propertyShapes(types, properties, objects) }];
    }),
  );
}

function propertyShapes(
  types: readonly RawType[],
  properties: Readonly<Record<string, RawProperty>>,
  objects: readonly SyntaxNode[],
): Record<string, PropertyShape> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const values = objects.flatMap(propertiesOf).filter(({ key }) => key === name);
      return [
        name,
        propertyShape(
          types,
          property,
          values.map(({ value }) => value),
        ),
      ];
    }),
  );
}

function propertyShape(
  types: readonly RawType[],
  { type: reference, flags }: RawProperty,
  values: readonly SyntaxNode[],
): PropertyShape {
  const type = at(types, reference);
  const isReadOnly = (flags & readOnly) !== 0;
  const allowed = isReadOnly ? undefined : allowedStrings(types, type);
  const objects = values.flatMap(objectsIn);
  const isNested = !isReadOnly && shapeOf(types, type, []) !== undefined;
  const shape = isNested && objects.length > 0 ? shapeOf(types, type, objects) : undefined;
  return {
    ...((flags & required) !== 0 && { required: true }),
    ...(isReadOnly && { readOnly: true }),
    ...(allowed && values.length > 0 && { values: allowed }),
    ...(shape ? { shape } : isNested && { unknown: true }),
  };
}

/** A union that also holds the type of any string is open: Azure knows more values than its description. */
function allowedStrings(
  types: readonly RawType[],
  type: RawType | undefined,
): string[] | undefined {
  if (type?.$type !== 'UnionType') return undefined;
  const values = Object.values(type.elements ?? {}).map((element) => at(types, element)?.value);
  return values.every((value) => value !== undefined) ? values : undefined;
}
