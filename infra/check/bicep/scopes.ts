import { partsOf, type SyntaxNode } from './syntax.ts';

/**
 * Functions and namespaces that are there without being declared, as far as infra/ has use for them:
 * https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions
 */
const builtIn = new Set(
  (
    'any array base64 base64ToString bool cidrHost cidrSubnet coalesce concat contains dateTimeAdd deployer deployment ' +
    'empty endsWith environment fail filter first flatten format groupBy guid indexOf int intersection items join json ' +
    'last lastIndexOf length loadFileAsBase64 loadJsonContent loadTextContent loadYamlContent managementGroup map ' +
    'mapValues max min newGuid objectKeys padLeft pickZones range reduce reference replace resourceGroup resourceId ' +
    'shallowMerge skip sort split startsWith string subscription subscriptionResourceId substring take tenant ' +
    'tenantResourceId toLower toObject toUpper trim union uniqueString uri uriComponent utcNow az sys'
  ).split(' '),
);

interface Reference {
  readonly name: string;
  readonly node: SyntaxNode;
}

/** Every name that an expression uses, and that neither a loop nor a lambda around it nor the language gives. */
export function* referencesIn(
  node: SyntaxNode,
  inner: ReadonlySet<string> = new Set(),
): Generator<Reference> {
  switch (node.type) {
    case 'identifier':
      if (!inner.has(node.text) && !builtIn.has(node.text)) yield { name: node.text, node };
      return;
    case 'decorators':
    case 'type':
      return;
    case 'parameter_declaration':
    case 'variable_declaration':
    case 'resource_declaration':
    case 'module_declaration':
    case 'output_declaration':
    case 'metadata_declaration':
      yield* inAll(partsOf(node).slice(1), inner);
      return;
    case 'object_property': {
      const [key, ...value] = partsOf(node);
      yield* inAll(key?.type === 'string' ? [key, ...value] : value, inner);
      return;
    }
    case 'for_statement':
    case 'lambda_expression':
      yield* inAll(partsOf(node), new Set([...inner, ...namesGivenBy(node)]));
      return;
    default:
      yield* inAll(partsOf(node), inner);
  }
}

function* inAll(nodes: readonly SyntaxNode[], inner: ReadonlySet<string>): Generator<Reference> {
  for (const node of nodes) yield* referencesIn(node, inner);
}

/** `for x in`, `for (x, index) in`, `x =>` and `(x, y) =>`. */
function namesGivenBy(node: SyntaxNode): string[] {
  const [head] = partsOf(node);
  if (!head) return [];
  if (head.type === 'identifier' || head.type === 'loop_variable') return [head.text];
  return partsOf(head).map(({ text }) => text);
}
