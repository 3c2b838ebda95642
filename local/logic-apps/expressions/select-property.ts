import { invalidTemplate } from './template-error.ts';
import { findProperty } from './values/find-property.ts';
import { isInteger } from './values/numbers.ts';
import { toText } from './values/to-text.ts';
import { isArray, isObject, type JsonObject, typeName } from './values/type-name.ts';

interface Place {
  /** Whether what is not there is null: `?.` and `?[]`. */
  readonly optional: boolean;
  /** The expression as it was written, for the error. */
  readonly expression: string;
}

/**
 * The property of an object, by its name in any case, or the item of an array. A `?` forgives a null parent, a missing
 * property and an index out of bounds; a parent of another type is an error with or without it.
 * https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-definition-language#operators
 */
export function selectProperty(parent: unknown, key: unknown, place: Place): unknown {
  if (isArray(parent)) return selectItem(parent, key, place);
  if (isObject(parent)) return selectMember(parent, key, place);
  if (parent !== null && parent !== undefined) {
    const why = `Property selection is not supported on values of type '${typeName(parent)}'.`;
    throw notSelectable(key, place, why);
  }
  if (place.optional) return null;
  throw notSelectable(key, place);
}

function selectItem(items: readonly unknown[], key: unknown, place: Place): unknown {
  if (!isInteger(key)) {
    const why = 'Array elements can only be selected using an integer index.';
    throw notSelectable(key, place, why);
  }
  const index = Number(key);
  if (index >= 0 && index < items.length) return items[index];
  if (place.optional) return null;
  const bounds = `(0, ${items.length - 1})`;
  throw failed(place, `array index '${index}' is outside bounds ${bounds} of array.`);
}

function selectMember(object: JsonObject, key: unknown, place: Place): unknown {
  if (typeof key !== 'string') throw notSelectable(key, place);
  const name = findProperty(object, key);
  if (name !== undefined) return object[name];
  if (place.optional) return null;
  const available = Object.keys(object).join(', ');
  throw failed(place, `property '${key}' doesn't exist, available properties are '${available}'.`);
}

const notSelectable = (key: unknown, place: Place, why?: string) =>
  failed(place, `property '${toText(key)}' cannot be selected.${why ? ` ${why}` : ''}`);

const failed = ({ expression }: Place, because: string) =>
  invalidTemplate(
    `The template language expression '${expression}' cannot be evaluated because ${because} Please see https://aka.ms/logicexpressions for usage details.`,
  );
