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

/** Instead of an identity; it would hold a key. */
const notDeployed = new Set(['ServiceBusConnection']);

/** Every setting that config.ts reads is given, and none that nobody reads. */
export const settings: Fact = (root) => {
  const text = textAt(root, file);
  const config = textAt(root, 'config.ts');
  const wanted = entriesOf(config, 'const Environment = z.object({').map(({ key }) => key);
  const given = entriesOf(text, 'var appSettings = {').map(({ key }) => key);
  return [
    ...differences({
      file,
      line: blockOf(text, 'var appSettings = {').line,
      what: 'setting',
      source: 'config.ts',
      here: given,
      there: wanted.filter((name) => !notDeployed.has(name)),
    }),
    ...readByName(config, text, given),
    ...connections(root, text),
    ...platform(text),
  ];
};

/** App Service itself sets those that begin with WEBSITE_. */
function readByName(config: string, text: string, appSettings: readonly string[]): Finding[] {
  const given = [
    ...appSettings,
    ...entriesOf(text, 'var platformSettings = {').map(({ key }) => key),
  ];
  return [...config.matchAll(/environment\['(\w+)'\]/g)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('WEBSITE_') && !given.includes(name))
    .map((name) => ({ file, line: 1, message: `setting ${name} of config.ts is not here` }));
}

/** Besides its addresses, each identity-based connection says which identity. */
function connections(root: string, text: string): Finding[] {
  const app = textAt(root, 'app.ts');
  const names = [...app.matchAll(/[cC]onnection: (?:[\w.]+ && )?'(\w+)'/g)];
  if (names.length === 0) throw new Error('app.ts names no connection');
  return differences({
    file,
    line: blockOf(text, 'var connectionSettings = {').line,
    what: 'setting',
    source: 'the connections of app.ts',
    here: entriesOf(text, 'var connectionSettings = {').map(({ key }) => key),
    there: names.flatMap(([, name = '']) => [`${name}__credential`, `${name}__clientId`]),
  });
}

function platform(text: string): Finding[] {
  return ['var platformSettings = {', 'var schedulerSettings = {']
    .flatMap((header) => entriesOf(text, header))
    .filter(({ key }) => !Object.values(readers).some((pattern) => pattern.test(key)))
    .map(({ key, line }) => ({ file, line, message: `nobody reads the setting ${key}` }));
}
