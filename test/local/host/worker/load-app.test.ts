import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from '@jest/globals';
import { appFolder } from '../../durable/support/app-folder.ts';

const register = (name: string): string => `
app.storageQueue('${name}', { queueName: 'q', connection: 'C', handler: (input, context) => {
  context.log('got', input);
  return { ...input, by: '${name}' };
} });`;
const commonJs = "const { app } = require('@azure/functions');";
const esModule = "import { app } from '@azure/functions';";

/** What an app does that has these files, started in a process of its own. */
function start(files: Readonly<Record<string, string>>): unknown {
  using app = appFolder(files);
  const script = require.resolve('./support/start-app.ts');
  const { stdout } = spawnSync(process.execPath, [script, app.folder], { encoding: 'utf8' });
  const line = stdout.split('\n').find((text) => text.startsWith('APP '));
  return JSON.parse(line?.slice('APP '.length).replaceAll(app.folder, 'APP') ?? 'null');
}

const result = (by: string): unknown => ({ json: `{"n":1,"by":"${by}"}` });

test('a CommonJS app is loaded by main of its package.json', () => {
  const files = {
    'package.json': '{ "type": "commonjs", "main": "index.js" }',
    'index.js': commonJs + register('one'),
  };
  expect(start(files)).toEqual({
    results: { one: result('one') },
    log: ['one information: got { n: 1 }'],
  });
});

test('an app of ES modules is loaded, whatever awaits at its top level', () => {
  const files = {
    'package.json': '{ "type": "module", "main": "index.js" }',
    'index.js': `${esModule} await Promise.resolve(); ${register('two')}`,
  };
  expect(start(files)).toMatchObject({ results: { two: result('two') } });
});

test('main may be a glob that names several files of both kinds', () => {
  const files = {
    'package.json': '{ "type": "commonjs", "main": "{setup.js,functions/*.{js,mjs}}" }',
    'setup.js': `${commonJs} app.hook.preInvocation((context) => { context.inputs[0].hooked = true; });`,
    'functions/a.js': commonJs + register('a'),
    'functions/b.mjs': esModule + register('b'),
  };
  expect(start(files)).toMatchObject({
    results: {
      a: { json: '{"n":1,"hooked":true,"by":"a"}' },
      b: { json: '{"n":1,"hooked":true,"by":"b"}' },
    },
  });
});

test.each([
  ['has no package.json', {}, /APP\/package\.json cannot be read/],
  [
    'has no main',
    { 'package.json': '{}' },
    /package\.json: .*has to name the files that register the functions/,
  ],
  [
    'names a main that is not there',
    { 'package.json': '{ "main": "dist/*.js" }' },
    /"main" of APP\/package\.json is "dist\/\*\.js", but no such file is there/,
  ],
  [
    'throws while it loads',
    { 'package.json': '{ "main": "a.js" }', 'a.js': 'throw new Error("no settings");' },
    /APP\/a\.js could not be loaded: no settings/,
  ],
  [
    'registers nothing',
    { 'package.json': '{ "main": "a.js" }', 'a.js': '' },
    /has registered no function/,
  ],
])('an app that %s is refused with what is wrong', (_, files, error) => {
  expect(start(files)).toEqual({ error: expect.stringMatching(error) });
});
