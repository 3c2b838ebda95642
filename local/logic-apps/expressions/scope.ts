/** What `actions('x')`, `trigger()` and the entries of `result('scope')` are; the runner adds further properties. */
export interface OperationRecord {
  readonly name: string;
  readonly inputs?: unknown;
  /** Of most operations `{ statusCode, headers, body }`; of Compose and the like any value. */
  readonly outputs?: unknown;
  readonly [property: string]: unknown;
}

/**
 * What an expression can see where it stands. A look-up that finds nothing answers `undefined`, which the language
 * words as Azure does; a scope that knows better why may throw a `TemplateError` itself. Values are JSON.
 */
export interface ExpressionScope {
  now(): Date;
  newGuid(): string;
  /** At least 0 and below 1: what `rand` draws from. */
  random(): number;
  /** The trigger of this run. */
  trigger(): OperationRecord | undefined;
  /** A finished (or current) action of this run, by its name in the definition. */
  actions(name: string): OperationRecord | undefined;
  /** The action whose own inputs or conditions are being evaluated. */
  action(): OperationRecord | undefined;
  /** The records of the first-level actions in a scope, loop or branch. */
  result(scopeName: string): readonly OperationRecord[] | undefined;
  /** A parameter of the workflow, wrapped so that `null` is a value. */
  parameters(name: string): { readonly value: unknown } | undefined;
  /** A variable, wrapped so that `null` is a value. */
  variables(name: string): { readonly value: unknown } | undefined;
  /** The current item of the Foreach of that name around this place. */
  items(loopName: string): { readonly value: unknown } | undefined;
  /** The current item of the innermost Foreach, Select, Query or Table around this place. */
  item(): { readonly value: unknown } | undefined;
  /** The number, from 0, of the current turn of the Until of that name around this place. */
  iterationIndexes(loopName: string): number | undefined;
  /** `{ id, name, type, location, tags, run: { id, name, type } }`. */
  workflow(): Readonly<Record<string, unknown>>;
  /** The URL that calls the trigger or action being evaluated back. */
  listCallbackUrl(): string | undefined;
}
