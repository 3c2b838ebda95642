import { typeName } from '../../values/type-name.ts';
import { invalidTemplate } from '../../template-error.ts';

/** An argument of `and` and `or`, which take booleans only. */
export function booleanOf(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidTemplate(
    `The template language function '${name}' expects all of its parameters to be booleans. Found invalid parameter types: '${typeName(value)}'.`,
  );
}
