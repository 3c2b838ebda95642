import type { ObjectShape, PropertyShape, Shape } from './shape.ts';

/** What either of two summaries of the same type knows. */
export function mergeShapes(one: Shape, other: Shape): Shape {
  if ('discriminator' in one && 'discriminator' in other) {
    const variants = { ...one.variants };
    for (const [name, shape] of Object.entries(other.variants)) {
      const known = variants[name];
      variants[name] = known ? mergeObjects(known, shape) : shape;
    }
    return { discriminator: one.discriminator, variants };
  }
  return 'properties' in one && 'properties' in other ? mergeObjects(one, other) : one;
}

function mergeObjects(one: ObjectShape, other: ObjectShape): ObjectShape {
  const names = Object.keys({ ...one.properties, ...other.properties });
  return {
    ...one,
    properties: Object.fromEntries(
      names.map((name) => [name, mergeProperties(one.properties[name], other.properties[name])]),
    ),
  };
}

function mergeProperties(one: PropertyShape = {}, other: PropertyShape = {}): PropertyShape {
  const { unknown, ...known } = { ...one, ...other };
  const shape =
    one.shape && other.shape ? mergeShapes(one.shape, other.shape) : (one.shape ?? other.shape);
  return { ...known, ...(shape ? { shape } : unknown && { unknown }) };
}
