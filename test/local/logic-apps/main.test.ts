import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { parametersFor, readParameters } from '../../../local/logic-apps/parameters.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const endpoints = {
  AzureWebJobsStorage__blobServiceUri: 'https://127.0.0.1:1/devstoreaccount1',
  AzureWebJobsStorage__queueServiceUri: 'https://127.0.0.1:2/devstoreaccount1',
  ARM_ENDPOINT: 'https://127.0.0.1:3',
};

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder('logic-apps-main');
});

afterAll(() => rm(folder, { recursive: true }));

/** What it says on stderr when it can not start. */
async function failureOf(args: readonly string[], environment: NodeJS.ProcessEnv = endpoints) {
  const env = { PATH: process.env['PATH'], ...environment };
  try {
    await promisify(execFile)(process.execPath, ['local/logic-apps/main.ts', ...args], { env });
  } catch (error) {
    return z.object({ stderr: z.string() }).parse(error).stderr;
  }
  throw new Error('it started');
}

test('it names every endpoint that is missing', async () => {
  expect(await failureOf([], {})).toBe(
    'logic-apps: set AzureWebJobsStorage__blobServiceUri, AzureWebJobsStorage__queueServiceUri, ARM_ENDPOINT to the URLs of the services\n',
  );
});

test.each([
  [['--port', 'x'], "--port must be a number from 0 to 65535, not 'x'"],
  [['--parameter', 'nothing'], '--parameter takes NAME=VALUE, which nothing is not'],
])('%s is refused', async (args, message) => {
  expect(await failureOf(args)).toContain(message);
});

test('definitions that can not be run are named, all of them, and nothing is started', async () => {
  const definitions = path.join(folder, 'definitions');
  await mkdir(definitions);
  const bad = { triggers: {}, actions: { Pick: { type: 'Switch' } } };
  for (const name of ['one', 'two']) {
    await writeFile(path.join(definitions, `${name}.json`), JSON.stringify({ definition: bad }));
  }
  const said = await failureOf(['--definitions', definitions, '--data', folder, '--port', '0']);
  for (const name of ['one', 'two'])
    expect(said).toContain(`The workflow '${name}' can not be run:`);
  expect(said).toContain(
    "$.definition.actions.Pick.type: the action type 'Switch' is not implemented here",
  );
});

test('a parameter of one workflow wins over that for all', () => {
  const given = readParameters(['image=a', 'blob-sentiment.image=b=c', 'other.image=d']);
  expect(parametersFor('blob-sentiment', given)).toEqual({ image: 'b=c' });
  expect(parametersFor('queue-job', given)).toEqual({ image: 'a' });
});
