/** Whether a value of a route parameter is as its constraint wants it. */
export type Constraint = (value: string) => boolean;

const guid = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const matches =
  (pattern: RegExp): Constraint =>
  (value) =>
    pattern.test(value);
const isInteger =
  (bits: bigint): Constraint =>
  (value) =>
    /^[+-]?\d+$/.test(value) && BigInt.asIntN(Number(bits), BigInt(value)) === BigInt(value);

/** https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints */
const constraints: Readonly<Record<string, (argument: string) => Constraint>> = {
  int: () => isInteger(32n),
  long: () => isInteger(64n),
  bool: () => matches(/^(true|false)$/i),
  alpha: () => matches(/^[a-z]*$/i),
  guid: () => matches(guid),
  decimal: () => matches(/^[+-]?(\d+\.?\d*|\.\d+)$/),
  double: () => matches(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i),
  float: () => matches(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  required: () => (value) => value !== '',
  min: (least) => (value) => isInteger(64n)(value) && BigInt(value) >= BigInt(least),
  max: (most) => (value) => isInteger(64n)(value) && BigInt(value) <= BigInt(most),
  range: (argument) => {
    const [least = 0n, most = 0n] = argument.split(',').map((part) => BigInt(part.trim()));
    return (value) => isInteger(64n)(value) && BigInt(value) >= least && BigInt(value) <= most;
  },
  minlength: (least) => (value) => value.length >= Number(least),
  maxlength: (most) => (value) => value.length <= Number(most),
  length: (argument) => {
    const [least = 0, most = least] = argument.split(',').map(Number);
    return (value) => value.length >= least && value.length <= most;
  },
  regex: (pattern) => matches(new RegExp(pattern, 'i')),
};

/** Reads `int` or `range(1,5)`; throws when there is no such constraint. */
export function parseConstraint(text: string): Constraint {
  const match = /^(\w+)(?:\((.*)\))?$/.exec(text);
  const make = constraints[match?.[1]?.toLowerCase() ?? ''];
  if (!make) throw new Error(`there is no route constraint "${text}"`);
  return make(match?.[2] ?? '');
}
