import { invalidTemplate, type TemplateError } from '../template-error.ts';
import { typeName } from '../values/type-name.ts';
import type { ArgumentType } from './argument-types.ts';

const ordinals = ['first', 'second', 'third', 'fourth'];

const usageOf = (name: string): string =>
  `Please see https://aka.ms/logicexpressions#${name.toLowerCase()} for usage details.`;

/** "The template language function 'x' <problem>. Please see ..." */
export const functionError = (name: string, problem: string): TemplateError =>
  invalidTemplate(`The template language function '${name}' ${problem} ${usageOf(name)}`);

/** What Azure says of a value that cannot become what the function makes of it. */
export const notConvertible = (
  name: string,
  why = 'The value cannot be converted to the target type.',
): TemplateError =>
  invalidTemplate(
    `The template language function '${name}' was invoked with a parameter that is not valid. ${why}`,
  );

interface WrongType {
  readonly name: string;
  readonly type: ArgumentType<unknown>;
  readonly index: number;
  /** Whether the function has no other parameter, which is then not called the first. */
  readonly only: boolean;
  readonly value: unknown;
}

export function wrongType({ name, type, index, only, value }: WrongType): TemplateError {
  const ordinal = only ? '' : `${ordinals[index] ?? `#${index + 1}`} `;
  const label = type.label === undefined ? '' : ` '${type.label}'`;
  return functionError(
    name,
    `expects its ${ordinal}parameter${label} to be ${type.words}. The provided value is of type '${typeName(value)}'.`,
  );
}

export function wrongCount(name: string, parameters: string, count: number): TemplateError {
  if (parameters === '') {
    return functionError(name, 'must not have any parameters.');
  }
  const invoked = count === 0 ? 'no parameters' : `'${count}' parameter(s)`;
  return functionError(name, `expects ${parameters}. The function was invoked with ${invoked}.`);
}

/** For functions that need a surrounding: a loop, an action or a callback. */
export const notExpectedHere = (name: string): TemplateError =>
  invalidTemplate(`The template function '${name}' is not expected at this location.`);
