import { bodiesOf } from '../bicep-file.ts';
import type { Fault, Rule } from '../project.ts';
import { nodesOf, propertiesOf, type SyntaxNode } from '../syntax.ts';

/** The properties that close each service to everything but identities. */
const closed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Microsoft.Storage/storageAccounts': {
    allowSharedKeyAccess: 'false',
    allowBlobPublicAccess: 'false',
  },
  'Microsoft.ServiceBus/namespaces': { disableLocalAuth: 'true' },
  'Microsoft.ContainerRegistry/registries': { adminUserEnabled: 'false' },
  'Microsoft.KeyVault/vaults': { enableRbacAuthorization: 'true' },
  'Microsoft.Insights/components': { DisableLocalAuth: 'true' },
  'Microsoft.Web/sites': { httpsOnly: 'true' },
};

/** No key is fetched, none is accepted, and nothing secret is an output, which every reader of the deployment sees. */
export const secrets: Rule = function* ({ root, declarations }): Generator<Fault> {
  for (const node of nodesOf(root)) {
    const called = node.type === 'call_expression' && node.childForFieldName('function')?.text;
    if (called && /(^|\.)list\w*(Key|Secret|Credential|ConnectionString)s?$/i.test(called))
      yield { code: 'no-keys', node, message: `${called} fetches a key; use an identity` };
    if (/AccountKey=|SharedAccessKey=/.test(node.text) && node.type === 'string_content')
      yield { code: 'no-keys', node, message: 'a connection string with a key; use an identity' };
  }
  const secure = declarations.filter(({ isSecure }) => isSecure).map(({ name }) => name);
  for (const { kind, name, value, node } of declarations) {
    if (kind !== 'output') continue;
    const uses = [...(value ? nodesOf(value) : [])].some((part) => secure.includes(part.text));
    if (
      uses ||
      /secret|password|(access|account|shared|instrumentation)?key$|connectionString/i.test(name)
    )
      yield {
        code: 'outputs-should-not-contain-secrets',
        node,
        message: `output ${name} gives a secret away`,
      };
  }
  for (const declaration of declarations) {
    const wanted = closed[declaration.of?.split('@')[0] ?? ''];
    if (!wanted || declaration.kind !== 'resource' || declaration.isExisting) continue;
    for (const body of bodiesOf(declaration)) yield* openDoors(body, wanted);
  }
};

function* openDoors(body: SyntaxNode, wanted: Readonly<Record<string, string>>): Generator<Fault> {
  const properties = propertiesOf(body).find(({ key }) => key === 'properties')?.value;
  const given = properties ? propertiesOf(properties) : [];
  for (const [name, value] of Object.entries(wanted)) {
    const found = given.find(({ key }) => key === name);
    if (found?.value.text === value) continue;
    yield { code: 'no-keys', node: found?.node ?? body, message: `${name} has to be ${value}` };
  }
}
