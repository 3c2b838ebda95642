import type { Finding } from '../finding.ts';
import { blockOf, entriesOf } from './bicep-text.ts';
import { differences, textAt, type Fact } from './fact.ts';

const file = 'infra/modules/functionapp.bicep';

/** Who reads a setting that config.ts does not. */
const readers: Readonly<Record<string, RegExp>> = {
  'the host': /^AzureWebJobsStorage__\w+$/,
  'host.json': /^AzureFunctionsJobHost__extensions__\w+$/,
  '@azure/identity': /^AZURE_(CLIENT_ID|TOKEN_CREDENTIALS)$/,
  'Application Insights': /^APPLICATIONINSIGHTS_(CONNECTION|AUTHENTICATION)_STRING$/,
  'the Durable Task Scheduler': /^DURABLE_TASK_SCHEDULER_CONNECTION_STRING$/,
};

/** Every setting that config.ts reads is given, and none that nobody reads. */
export const settings: Fact = (root) => {
  const text = textAt(root, file);
  const given = entriesOf(text, 'var appSettings = {');
  const config = textAt(root, 'config.ts');
  const wanted = entriesOf(config, 'const Environment = z.object({').map(({ key }) => key);
  return [
    ...differences({
      file,
      line: blockOf(text, 'var appSettings = {').line,
      what: 'setting',
      source: 'config.ts',
      here: given.map(({ key }) => key),
      there: wanted,
    }),
    ...connections(root, text),
    ...platform(text),
  ];
};

/** Besides its addresses, each identity-based connection says which identity. */
function connections(root: string, text: string): Finding[] {
  const app = textAt(root, 'app.ts');
  const names = [...app.matchAll(/\w*[cC]onnection: '(\w+)'/g)].map(([, name = '']) => name);
  if (names.length === 0) throw new Error('app.ts names no connection');
  const identity = ['credential', 'clientId'];
  const isBus = (name: string): boolean => /bus/i.test(name);
  return differences({
    file,
    line: blockOf(text, 'var connectionSettings = {').line,
    what: 'setting',
    source: 'the connections of app.ts',
    here: entriesOf(text, 'var connectionSettings = {').map(({ key }) => key),
    there: names.flatMap((name) =>
      [...identity, ...(isBus(name) ? ['fullyQualifiedNamespace'] : [])].map(
        (part) => `${name}__${part}`,
      ),
    ),
  });
}

function platform(text: string): Finding[] {
  return ['var platformSettings = {', 'var schedulerSettings = {']
    .flatMap((header) => entriesOf(text, header))
    .filter(({ key }) => !Object.values(readers).some((pattern) => pattern.test(key)))
    .map(({ key, line }) => ({ file, line, message: `nobody reads the setting ${key}` }));
}
