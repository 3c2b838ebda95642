export interface Literal {
  readonly kind: 'literal';
  readonly value: unknown;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly accessors: readonly Accessor[];
  /** The call with its accessors as it was written, for errors. */
  readonly text: string;
}

/** `.name`, `['name']` or `[index]`; with a `?` before it, what is not there is `null`. */
export interface Accessor {
  readonly property: Expression;
  readonly optional: boolean;
}

export type Expression = Literal | Call;

/** A string of a definition: plain text, one `@expression` of any type, or text with `@{...}` in it. */
export type Template =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'interpolation'; readonly parts: readonly (string | Expression)[] };
