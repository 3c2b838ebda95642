import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { withShared } from '../../support/shared-material.ts';
import { appFolder } from './support/app-folder.ts';
import { lineOf, serveApp, spawnScript } from './support/process.ts';

const recordings = path.join(__dirname, '../../../../shared/conformance/durable');
const compareScript = require.resolve('./support/compare-with-patterns.ts');
const Results = z.record(z.string(), z.array(z.unknown()));

/**
 * It hands results to the wrong tasks, and which goes where hangs on which of its activities ends first, by
 * milliseconds. Each of its recorded turns is decided alike, though: recorded-turns.test.ts.
 */
const hangsOnChance = 'windowActs';

withShared('conformance/durable/patterns', compareAll);

function compareAll(): void {
  const names = readdirSync(`${recordings}/patterns/recorded`)
    .map((file) => path.basename(file, '.json'))
    .filter((name) => name !== hangsOnChance);
  // These were recorded with a defaultVersion in host.json.
  const versioned = names.filter((name) => name.startsWith('ver_def200'));
  const others = names.filter((name) => !versioned.includes(name));
  let differences: Record<string, unknown[]> = {};

  beforeAll(async () => {
    const results = await Promise.all([
      compare(others, []),
      compare(versioned, ['--default-version', '2.0.0']),
    ]);
    differences = Object.assign({}, ...results);
  }, 60_000);

  test.each(names)('%s goes as it was recorded on Azure', (name) => {
    expect(differences[name]).toEqual([]);
  });
}

async function compare(
  names: readonly string[],
  args: readonly string[],
): Promise<Record<string, unknown[]>> {
  using app = appFolder({
    'package.json': '{ "type": "commonjs", "main": "app.js" }',
    'app.js': readFileSync(`${recordings}/patterns/app.js`, 'utf8'),
  });
  const host = await serveApp(app.folder, app.database, {
    args: ['--key', 'ORACLEKEY', '--port-variable', 'HP', ...args],
    environment: { STARTS: path.join(app.folder, 'starts.ndjson') },
  });
  try {
    const base = `${host.url}/runtime/webhooks/durabletask`;
    const target = ['--recordings', recordings, '--base', base, '--key', 'ORACLEKEY'];
    const comparison = spawnScript(compareScript, [...target, ...names]);
    return Results.parse(JSON.parse(await lineOf(comparison, 'RESULT ')));
  } finally {
    await host.kill();
  }
}
