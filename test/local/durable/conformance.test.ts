import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { appFolder } from './support/app-folder.ts';
import { lineOf, serveApp, spawnScript } from './support/process.ts';
import { withShared } from '../../support/shared-material.ts';

const recordings = path.join(__dirname, '../../../../shared/conformance/durable');

/** All that the replayer has. */
const scenarios = [
  ...['chain', 'noInput', 'echoTypes', 'fan', 'fanFail', 'anyTimer', 'anyTimerFires', 'anyLeft'],
  ...['buffered', 'eventCase', 'parent', 'parentCatch', 'actFail', 'actFailCatch', 'actMissing'],
  ...['can', 'canNow', 'canEvents', 'custom', 'terminate', 'suspend', 'thrower', 'throwObj'],
  ...['nondet', 'versioned', 'longTimer', 'pastTimer', 'longT', 'retStr', 'retUndef'],
  ...['retJsonStr', 'retDate', 'input-str', 'input-arr', 'input-null', 'input-empty'],
  ...['doubleEvent', 'anyMix', 'fanSubs', 'notAwaited', 'afterCatch', 'startUnknownFunction'],
  ...['subMissing', 'evBeforeStart', 'falsy', 'args', 'nested', 'allEmpty', 'bigStatus'],
  ...[
    'canPendingTimer',
    'restartSameId',
    'retry',
    'retryExhaust',
    'entityUse',
    'lockTest',
    'rewind',
  ],
];

const compareScript = require.resolve('./support/compare-with-recordings.ts');
const Results = z.record(z.string(), z.array(z.unknown()));

withShared('conformance/durable', compareAll);

function compareAll(): void {
  let differences: Record<string, unknown[]> = {};

  beforeAll(async () => {
    using app = appFolder({
      'package.json': '{ "type": "commonjs", "main": "app.js" }',
      'app.js': readFileSync(`${recordings}/app.js`, 'utf8'),
    });
    const host = await serveApp(app.folder, app.database);
    try {
      const base = `${host.url}/runtime/webhooks/durabletask`;
      const args = ['--recordings', recordings, '--base', base, '--key', 'KEY', ...scenarios];
      const comparison = spawnScript(compareScript, args);
      differences = Results.parse(JSON.parse(await lineOf(comparison, 'RESULT ')));
    } finally {
      await host.kill();
    }
  }, 60_000);

  test.each(scenarios)('%s goes as it was recorded on Azure', (scenario) => {
    expect(differences[scenario]).toEqual([]);
  });
}
