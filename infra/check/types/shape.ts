/**
 * What may stand in an object, reduced to names and flags from the types of Azure's resources
 * (https://github.com/Azure/bicep-types-az), and only as deep as infra/ writes.
 */
export interface ObjectShape {
  readonly properties: Readonly<Record<string, PropertyShape>>;
  /** Names besides these are allowed: a dictionary. */
  readonly open?: true;
}

/** An object whose other properties depend on the value of one. */
export interface VariantShape {
  readonly discriminator: string;
  readonly variants: Readonly<Record<string, ObjectShape>>;
}

export type Shape = ObjectShape | VariantShape;

export interface PropertyShape {
  readonly required?: true;
  readonly readOnly?: true;
  /** The only strings that are taken. */
  readonly values?: readonly string[];
  /** Of the object, or of the elements of the list. */
  readonly shape?: Shape;
  /** It is an object or a list of them, into which nothing in infra/ looks yet. */
  readonly unknown?: true;
}

/** By `<type>@<api version>`. */
export type ResourceTypes = Readonly<Record<string, Shape>>;
