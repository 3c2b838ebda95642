import type { ObjectShape, PropertyShape, Shape } from '../../types/shape.ts';
import { bodiesOf, type Declaration } from '../bicep-file.ts';
import type { Fault, Rule } from '../project.ts';
import { literalOf, objectsIn, propertiesOf, type Property, type SyntaxNode } from '../syntax.ts';

const summarize = 'run node infra/check/summarize-types.mjs';
/** Bicep's own, in no type. */
const ofBicep = new Set(['parent', 'scope', 'dependsOn']);
const ofExisting = new Set(['name', 'parent', 'scope']);

/** Each resource has the properties of its type: none unknown, none that Azure sets, none missing. */
export const resourceTypes: Rule = function* ({ declarations }, { types }): Generator<Fault> {
  for (const declaration of declarations) {
    if (declaration.kind !== 'resource' || declaration.of === undefined) continue;
    const shape = types[declaration.of];
    if (!shape) {
      const message = `the types of ${declaration.of} are not in types/resource-types.json: ${summarize}`;
      yield { code: 'BCP081', node: declaration.node, message };
    } else if (declaration.isExisting) yield* faultsOfExisting(declaration);
    else for (const body of bodiesOf(declaration)) yield* faultsOf(body, shape, true);
  }
};

function* faultsOfExisting(declaration: Declaration): Generator<Fault> {
  for (const body of bodiesOf(declaration))
    for (const { key, node } of propertiesOf(body))
      if (key === undefined || !ofExisting.has(key))
        yield { code: 'BCP173', node, message: `${String(key)} can not be set on what exists` };
}

function* faultsOf(object: SyntaxNode, shape: Shape, isTop = false): Generator<Fault> {
  const given = propertiesOf(object);
  const known =
    'discriminator' in shape ? variantOf(given, shape.discriminator, shape.variants) : shape;
  if (!known) {
    const message = `no types for this ${'discriminator' in shape ? shape.discriminator : ''}: ${summarize}`;
    yield { code: 'BCP078', node: object, message };
    return;
  }
  for (const property of given) {
    if (property.key === undefined || (isTop && ofBicep.has(property.key))) continue;
    const allowed = propertyOf(known, property.key);
    if (allowed) yield* faultsOfProperty(property, allowed);
    else if (!known.open) {
      const message = `there is no property ${property.key} here`;
      yield { code: isTop ? 'BCP187' : 'BCP037', node: property.node, message };
    }
  }
  if (given.some(({ key }) => key === undefined)) return;
  for (const [name, { required, readOnly }] of Object.entries(known.properties))
    if (required && !readOnly && !given.some(({ key }) => key === name))
      yield { code: 'BCP035', node: object, message: `${name} has to be set` };
}

function* faultsOfProperty(
  { key, value, node }: Property,
  allowed: PropertyShape,
): Generator<Fault> {
  if (allowed.readOnly) {
    yield { code: 'BCP073', node, message: `${String(key)} is set by Azure and can not be set` };
    return;
  }
  const text = literalOf(value);
  if (allowed.values && text !== undefined && !allowed.values.includes(text))
    yield {
      code: 'BCP036',
      node,
      message: `${String(key)} is one of ${allowed.values.join(', ')}`,
    };
  for (const object of objectsIn(value)) {
    if (allowed.shape) yield* faultsOf(object, allowed.shape);
    else if (allowed.unknown) {
      const message = `what is in ${String(key)} is not in types/resource-types.json: ${summarize}`;
      yield { code: 'BCP081', node: object, message };
    }
  }
}

function variantOf(
  given: readonly Property[],
  discriminator: string,
  variants: Readonly<Record<string, ObjectShape>>,
): ObjectShape | undefined {
  const chosen = literalOf(given.find(({ key }) => key === discriminator)?.value);
  return chosen === undefined ? merged(Object.values(variants)) : variants[chosen];
}

/** When it is not known which variant it is, everything that any of them has is right. */
function merged(variants: readonly ObjectShape[]): ObjectShape {
  return {
    properties: Object.assign(
      {},
      ...variants.map(({ properties }) => properties),
    ) as ObjectShape['properties'],
  };
}

function propertyOf({ properties }: ObjectShape, key: string): PropertyShape | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}
