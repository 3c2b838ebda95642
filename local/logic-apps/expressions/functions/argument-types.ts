import { type ExpressionNumber, type Integer, isInteger, isNumber } from '../values/numbers.ts';
import { isArray } from '../values/type-name.ts';

/** What a parameter takes. `words` stand in "expects its first parameter to be ...", as Azure says it. */
export interface ArgumentType<T> {
  readonly words: string;
  /** What some functions call the parameter: "its first parameter 'collection'". */
  readonly label?: string;
  readonly accepts: (value: unknown) => value is T;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isTextOrArray = (value: unknown): value is string | readonly unknown[] =>
  isText(value) || isArray(value);

export const anything: ArgumentType<unknown> = {
  words: 'anything',
  accepts: (value): value is unknown => value !== undefined,
};
export const text: ArgumentType<string> = { words: 'of type string', accepts: isText };
export const aString: ArgumentType<string> = { words: 'a string', accepts: isText };
export const integer: ArgumentType<Integer> = { words: 'an integer', accepts: isInteger };
export const number: ArgumentType<ExpressionNumber> = {
  words: 'an integer, a float or a decimal number',
  accepts: isNumber,
};
export const aBoolean: ArgumentType<boolean> = { words: 'a boolean', accepts: isBoolean };
export const array: ArgumentType<readonly unknown[]> = { words: 'an array', accepts: isArray };
export const textOrArray: ArgumentType<string | readonly unknown[]> = {
  words: 'an array or a string',
  accepts: isTextOrArray,
};

/** The same type with the name that Azure's error gives the parameter. */
export const labelled = <T>(label: string, type: ArgumentType<T>): ArgumentType<T> => ({
  ...type,
  label,
});

/** The same type in other words. */
export const worded = <T>(words: string, type: ArgumentType<T>): ArgumentType<T> => ({
  ...type,
  words,
});
