import { literalOf, objectsIn, partsOf, type SyntaxNode } from './syntax.ts';

const declarations = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
  type_declaration: 'type',
  user_defined_function: 'func',
} as const;

type DeclarationKind = (typeof declarations)[keyof typeof declarations];

export interface Declaration {
  readonly kind: DeclarationKind;
  readonly name: string;
  /** Of a resource with its version, or the path of a module. */
  readonly of: string | undefined;
  readonly isExisting: boolean;
  /** A parameter that has to be given. */
  readonly isRequired: boolean;
  readonly isSecure: boolean;
  readonly value: SyntaxNode | undefined;
  readonly node: SyntaxNode;
}

export interface BicepFile {
  /** Below the root of the project, with forward slashes. */
  readonly file: string;
  readonly root: SyntaxNode;
  readonly declarations: readonly Declaration[];
}

export function bicepFile(file: string, root: SyntaxNode): BicepFile {
  const found: Declaration[] = [];
  let decorators: string[] = [];
  for (const node of partsOf(root)) {
    if (node.type === 'decorators') {
      decorators = partsOf(node).map(({ text }) => text);
      continue;
    }
    const declared = declarationOf(
      node,
      decorators.some((text) => /\bsecure\(/.test(text)),
    );
    if (declared) found.push(declared);
    decorators = [];
  }
  return { file, root, declarations: found };
}

/** The objects that say what a resource or module is. */
export const bodiesOf = ({ value }: Declaration): SyntaxNode[] => objectsIn(value);

function declarationOf(node: SyntaxNode, isSecure: boolean): Declaration | undefined {
  const kind = isDeclaration(node.type) ? declarations[node.type] : undefined;
  if (!kind) return undefined;
  const [name, second, ...rest] = partsOf(node);
  if (!name) return undefined;
  const isTyped = kind === 'resource' || kind === 'module';
  const last = rest.at(-1) ?? (kind === 'var' ? second : undefined);
  return {
    kind,
    name: name.text,
    of: isTyped ? literalOf(second) : undefined,
    isExisting: node.children.some((child) => child?.type === 'existing'),
    isRequired: kind === 'param' && last === undefined && !(second?.text.endsWith('?') ?? false),
    isSecure,
    value: last,
    node,
  };
}

function isDeclaration(type: string): type is keyof typeof declarations {
  return Object.hasOwn(declarations, type);
}
