/** What is used of a node of the parser's tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly hasError: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  /** `row` is from 0. */
  readonly startPosition: { readonly row: number };
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly children: readonly (SyntaxNode | null)[];
  childForFieldName(name: string): SyntaxNode | null;
}

export type Parse = (text: string) => SyntaxNode;

export const lineOf = (node: SyntaxNode): number => node.startPosition.row + 1;

/** Without comments, which may stand anywhere. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter(
    (child): child is SyntaxNode =>
      child !== null && child.type !== 'comment' && child.type !== 'diagnostic_comment',
  );
}

/** The node itself and all below it. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) if (child) yield* nodesOf(child);
}

/** The text of a string without interpolation; undefined for everything else. */
export function literalOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string') return undefined;
  const parts = partsOf(node);
  if (parts.some(({ type }) => type !== 'string_content')) return undefined;
  return parts.map(({ text }) => text).join('');
}

/** A property of an object; its key is undefined when it is interpolated. */
export interface Property {
  readonly key: string | undefined;
  readonly value: SyntaxNode;
  readonly node: SyntaxNode;
}

export function propertiesOf(object: SyntaxNode): Property[] {
  return partsOf(object).flatMap((node) => {
    if (node.type !== 'object_property') return [];
    const [name, value] = partsOf(node);
    if (!name || !value) return [];
    return [{ key: name.type === 'string' ? literalOf(name) : name.text, value, node }];
  });
}

/** The objects that a value can be, as far as they are written out: branches, elements and bodies of loops. */
export function objectsIn(value: SyntaxNode | undefined): SyntaxNode[] {
  if (!value) return [];
  if (value.type === 'object') return [value];
  if (value.type === 'array') return partsOf(value).flatMap(objectsIn);
  if (value.type === 'for_statement')
    return objectsIn(value.childForFieldName('body') ?? undefined);
  const isConditional = value.type === 'if_statement' || value.type === 'ternary_expression';
  return isConditional ? partsOf(value).slice(1).flatMap(objectsIn) : [];
}
