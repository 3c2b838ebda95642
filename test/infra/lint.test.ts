import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { change, projectCopy } from './project-copy.ts';

const vault = "resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {";
const required = `  name: 'kv'
  location: 'westeurope'`;
const properties = `    enableRbacAuthorization: true
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }`;

/** One file each; what is found in it, with its line. */
const files: Readonly<Record<string, { text: string; found: readonly string[] }>> = {
  'a property that the type does not have': {
    text: `${vault}\n${required}\n  properties: {\n${properties}\n    softDelete: true\n  }\n}\n`,
    found: ['8 there is no property softDelete here (BCP037)'],
  },
  'a property that the resource does not have': {
    text: `${vault}\n${required}\n  kind: 'V1'\n  properties: {\n${properties}\n  }\n}\n`,
    found: ['4 there is no property kind here (BCP187)'],
  },
  'a property that only Azure sets': {
    text: `${vault}\n${required}\n  id: 'x'\n  properties: {\n${properties}\n  }\n}\n`,
    found: ['4 id is set by Azure and can not be set (BCP073)'],
  },
  'a property that is missing': {
    text: `${vault}\n  name: 'kv'\n  properties: {\n${properties}\n  }\n}\n`,
    found: ['1 location has to be set (BCP035)'],
  },
  'a property that is missing, deep inside': {
    text: `${vault}\n${required}\n  properties: {\n${properties.replace(", name: 'standard'", '')}\n  }\n}\n`,
    found: ['7 name has to be set (BCP035)'],
  },
  'a value that is none of the allowed ones': {
    text: `${vault}\n${required}\n  properties: {\n${properties.replace("'standard'", "'cheap'")}\n  }\n}\n`,
    found: ['7 name is one of standard, premium (BCP036)'],
  },
  'a property of one element of a loop': {
    text: `resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [\n  for name in ['a']: {\n    name: name\n    size: 1\n  }\n]\n`,
    found: ['4 there is no property size here (BCP187)'],
  },
  'a resource whose types are not kept': {
    text: "resource zone 'Microsoft.Network/dnsZones@2018-05-01' = {\n  name: 'z'\n}\n",
    found: [
      '1 the types of Microsoft.Network/dnsZones@2018-05-01 are not in types/resource-types.json: run node infra/check/summarize-types.mjs (BCP081)',
    ],
  },
  'a name that does not exist': {
    text: "output where string = '${place}/x'\n",
    found: ['1 the name place does not exist here (BCP057)'],
  },
  'a name outside the loop that gives it': {
    text: 'var all = map([1], x => x)\noutput one array = all\noutput two int = x\n',
    found: ['3 the name x does not exist here (BCP057)'],
  },
  'a function that does not exist': {
    text: "output where string = lower('X')\n",
    found: ['1 the name lower does not exist here (BCP057)'],
  },
  'a member that does not exist': {
    text: "var names = {\n  one: '1'\n}\noutput two string = names.two\n",
    found: ['4 names has no two (BCP053)'],
  },
  'a parameter that is never used': {
    text: 'param location string\n',
    found: ['1 param location is never used (no-unused)'],
  },
  'a file to load that is not there': {
    text: "output definition object = loadJsonContent('../none.json')\n",
    found: ['1 there is no file ../none.json (BCP091)'],
  },
  'a module that is not there': {
    text: "module none 'none.bicep' = {\n  name: 'none'\n}\n",
    found: ['1 there is no module none.bicep (BCP091)'],
  },
  'a module without its parameter, with one too many, asked for what it does not give': {
    text: "module bus 'servicebus.bicep' = {\n  name: 'bus'\n  params: {\n    location: 'westeurope'\n    namespaceName: 'bus'\n    size: 1\n  }\n}\noutput key string = bus.outputs.key\n",
    found: [
      '6 infra/modules/servicebus.bicep has no parameter size (BCP037)',
      '1 infra/modules/servicebus.bicep needs the parameter tags (BCP035)',
      '9 infra/modules/servicebus.bicep has no output key (BCP053)',
      '9 output key gives a secret away (outputs-should-not-contain-secrets)',
    ],
  },
  'text that is not Bicep': {
    text: 'param location string =\n\nvar x = {\n',
    found: ['3 can not be parsed: var (BCP018)', '3 expected } here (BCP018)'],
  },
  'syntax that is newer than what is kept to': {
    text: 'var one = { a: 1 }\nvar two = { ...one }\noutput all object = two\n',
    found: ['2 can not be parsed: ...one (BCP018)'],
  },
  'a key that is fetched': {
    text: "resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {\n  name: 'st'\n}\nvar mine = account.listKeys().keys[0].value\noutput length int = length(mine)\n",
    found: ['4 account.listKeys fetches a key; use an identity (no-keys)'],
  },
  'a secret parameter that is given on as an output': {
    text: '@secure()\nparam token string\noutput copy string = token\n',
    found: ['3 output copy gives a secret away (outputs-should-not-contain-secrets)'],
  },
  'an account that takes keys': {
    text: "resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {\n  name: 'st'\n  location: 'westeurope'\n  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n  properties: {\n    allowBlobPublicAccess: false\n  }\n}\n",
    found: ['1 allowSharedKeyAccess has to be false (no-keys)'],
  },
  'nothing where a line is excused by name': {
    text: `${vault}\n${required}\n  #disable-next-line BCP187\n  kind: 'V1'\n  properties: {\n${properties}\n  }\n}\n`,
    found: [],
  },
};

const packages = 'infra/check/node_modules';
const specs = '../shared/specs';

/** What this machine has; what needs the rest of it is skipped, and says so. */
function describeWith(folder: string, what: string) {
  if (existsSync(folder)) return describe;
  console.log(`${what} not tested: ${folder} is not there`);
  return describe.skip;
}

function check(...args: string[]) {
  const options = { encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['infra/check/main.mjs', ...args], options);
}

describeWith(packages, 'linter of infra/')('the linter of infra/', () => {
  const names = Object.keys(files);
  let output = '';
  beforeAll(async () => {
    await using copy = await projectCopy();
    const { folder } = copy;
    names.forEach((name, index) => {
      const file = path.join(folder, 'infra/modules', `fault-${index}.bicep`);
      writeFileSync(file, files[name]?.text ?? '');
    });
    const { stdout, stderr, status } = check('--root', folder);
    output = status === 1 ? stderr : `exit ${String(status)} ${stdout} ${stderr}`;
  });

  test.each(names)('finds %s', (name) => {
    const file = `infra/modules/fault-${names.indexOf(name)}.bicep:`;
    const found = output
      .split('\n')
      .filter((line) => line.startsWith(file))
      .map((line) => line.slice(file.length));
    expect(found.sort()).toEqual([...(files[name]?.found ?? [])].sort());
  });

  test('finds nothing in the project itself', () => {
    const { stderr, status } = check();
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  test('finds YAML that can not be read', async () => {
    await using copy = await projectCopy();
    change(copy.folder, 'azure.yaml', 'name: durable-aci', 'name: [durable-aci');
    const { stderr, status } = check('--root', copy.folder, '--specs', copy.folder);
    expect(status).toBe(1);
    expect(stderr).toContain('azure.yaml:');
  });
});

/** The first text becomes the second; then something is found. */
const wrong: [file: string, before: string, after: string, found: string][] = [
  ['azure.yaml', 'name: durable-aci', 'nam: durable-aci', "must have required property 'name'"],
  ['azure.yaml', 'run: npm run package', 'runs: npm run package', 'must NOT have additional'],
  ['infra/main.parameters.json', '"1.0.0.0"', '"1"', '/contentVersion must match pattern'],
  ['logicapps/queue-job.json', '"Minute"', '"Minutely"', '/definition/triggers'],
  [
    'infra/check/types/resource-types.json',
    '"enablePurgeProtection": {}',
    '"enablePurgeProtection": { "readOnly": true }',
    'is not what the types say',
  ],
];

describeWith(packages, 'schemas')('with the packages of infra/check', () => {
  describeWith(specs, 'schemas of azd, ARM and Logic Apps')('and the schemas', () => {
    let output = '';
    beforeAll(async () => {
      await using copy = await projectCopy();
      for (const [file, before, after] of wrong) change(copy.folder, file, before, after);
      output = check('--root', copy.folder).stderr;
    });

    test.each(wrong)('finds what is wrong in %s: not %s but %s', (file, _before, _after, found) => {
      const lines = output.split('\n').filter((line) => line.startsWith(`${file}:`));
      expect(lines.join('\n')).toContain(found);
    });
  });
});
