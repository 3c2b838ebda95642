import { z } from 'zod';
import { ActionFailure } from '../actions/action-run.ts';

const VariableTypeName = z.enum(['boolean', 'integer', 'float', 'string', 'array', 'object']);
type VariableType = z.infer<typeof VariableTypeName>;

/** A type as definitions name it, in any case. */
export const VariableTypeInput = z.string().toLowerCase().pipe(VariableTypeName);

export const Variable = z.object({
  name: z.string(),
  type: VariableTypeName,
  value: z.unknown(),
  /** It was made of something that the history hides. */
  isSecured: z.boolean().optional(),
});
export type Variable = z.infer<typeof Variable>;

const accepted: Readonly<Record<VariableType, z.ZodType>> = {
  boolean: z.boolean(),
  integer: z.int(),
  float: z.number(),
  string: z.string(),
  array: z.array(z.unknown()),
  object: z.record(z.string(), z.unknown()),
};

const initial: Readonly<Record<VariableType, unknown>> = {
  boolean: false,
  integer: 0,
  float: 0,
  string: '',
  array: [],
  object: {},
};

/** The variables of one run. They are of the whole run: what parallel turns of a loop do to them has no order. */
export class Variables {
  private readonly byName: Map<string, Variable>;

  constructor(variables: readonly Variable[]) {
    this.byName = new Map(variables.map((variable) => [variable.name.toLowerCase(), variable]));
  }

  all(): readonly Variable[] {
    return [...this.byName.values()];
  }

  find(name: string): Variable | undefined {
    return this.byName.get(name.toLowerCase());
  }

  initialize(name: string, type: VariableType, value: unknown, isSecured: boolean): Variable {
    this.byName.set(name.toLowerCase(), { name, type, value: initial[type] });
    return this.set(name, value === undefined ? initial[type] : value, isSecured);
  }

  /** Throws ActionFailure when there is none, or when it is not of the value's type. */
  set(name: string, value: unknown, isSecured: boolean): Variable {
    const { type, name: declared, isSecured: before } = this.get(name);
    if (!accepted[type].safeParse(value).success) throw wrongType(declared, type, value);
    const variable = {
      name: declared,
      type,
      value,
      ...((before === true || isSecured) && { isSecured: true }),
    };
    this.byName.set(name.toLowerCase(), variable);
    return variable;
  }

  get(name: string): Variable {
    const variable = this.find(name);
    if (variable) return variable;
    const message = `The variable '${name}' must be initialized before it can be used.`;
    throw new ActionFailure({ code: 'InvalidVariableOperation', message });
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function wrongType(name: string, type: VariableType, value: unknown): ActionFailure {
  const is = Array.isArray(value) ? 'array' : typeof value;
  const only = capital(type);
  const message = `The variable '${name}' of type '${only}' cannot be initialized or updated with value '${JSON.stringify(value)}' of type '${capital(is)}'. The variable '${name}' only supports values of types '${only}'.`;
  return new ActionFailure({ code: 'BadRequest', message });
}
