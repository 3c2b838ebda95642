import type { Finding } from '../finding.ts';
import { entriesOf, listOf, resourcesOf, type ResourceText } from './bicep-text.ts';
import { connectionsOf, definitionsOf, type Definition } from './definitions.ts';
import { differences, textAt, type Fact } from './fact.ts';

const file = 'infra/modules/logicapps.bicep';

/** Each definition is deployed, and gets every parameter and connection that it needs and none that it has not. */
export const logicApps: Fact = (root) => {
  const deployed = new Map(
    resourcesOf(textAt(root, file)).flatMap((resource): [string, ResourceText][] => {
      const [, name] =
        /loadJsonContent\('..\/..\/logicapps\/([\w-]+)\.json'\)/.exec(resource.body) ?? [];
      return name ? [[name, resource]] : [];
    }),
  );
  const definitions = definitionsOf(root);
  return [
    ...differences({
      file,
      line: 1,
      what: 'definition',
      source: 'logicapps/',
      here: [...deployed.keys()],
      there: definitions.map(({ name }) => name),
    }),
    ...definitions.flatMap(({ name, file: source, definition }) => {
      const resource = deployed.get(name);
      return resource ? faultsOf(resource, definition, source) : [];
    }),
  ];
};

function faultsOf({ body, line }: ResourceText, definition: Definition, source: string): Finding[] {
  const given = entriesOf(body, ' parameters: {').map(({ key }) => key);
  const declared = Object.entries(definition.parameters);
  const missing = declared.filter(
    ([name, { defaultValue }]) =>
      !given.includes(name) && (defaultValue === undefined || name === '$connections'),
  );
  const unknown = given.filter((name) => !declared.some(([known]) => known === name));
  return [
    ...missing.map(([name]) => ({ file, line, message: `${source} needs the parameter ${name}` })),
    ...unknown.map((name) => ({ file, line, message: `${source} has no parameter ${name}` })),
    ...differences({
      file,
      line,
      what: 'connection',
      source,
      here: given.includes('$connections') ? connectionsGiven(body) : [],
      there: connectionsOf(definition),
    }),
  ];
}

function connectionsGiven(body: string): string[] {
  const start = body.indexOf("'$connections': {");
  return entriesOf(body.slice(start), 'value: {').map(({ key }) => key);
}

const storageFile = 'infra/modules/logicapps-storage.bicep';
const rightsFile = 'infra/modules/rbac-logicapps.bicep';

/** What the Logic Apps take their work from is made for them, or is the app's, and they have rights on it. */
export const logicAppStores: Fact = (root) => {
  const text = textAt(root, file);
  const rights = textAt(root, rightsFile);
  const made = (list: string): string[] =>
    [storageFile, 'infra/modules/storage.bicep'].flatMap((of) => listOf(textAt(root, of), list));
  const used = (parameter: string): string[] => {
    const pattern = new RegExp(`${parameter}: \\{ value: '([\\w-]+)' \\}`, 'g');
    return [...text.matchAll(pattern)].map(([, name = '']) => name);
  };
  const containers = used('inputContainer');
  const queues = used('queueName');
  const allowed = [...rights.matchAll(/^ {2}'([\w-]+)'$|^ {2}name: '([\w-]+)'$/gm)].flat();
  const without = (there: readonly (string | undefined)[], names: readonly string[]): string[] =>
    names.filter((name) => !there.includes(name));
  return [
    ...[...without(made('containerNames'), containers), ...without(made('queueNames'), queues)].map(
      (name) => ({ file, line: 1, message: `nothing makes ${name}` }),
    ),
    ...without(allowed, [...containers, ...queues]).map((name) => ({
      file: rightsFile,
      line: 1,
      message: `the Logic Apps have no right on ${name}`,
    })),
  ];
};
