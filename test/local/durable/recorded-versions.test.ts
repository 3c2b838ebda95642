import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import type { VersionSettings } from '../../../local/durable/types.ts';
import type { FunctionWorker } from '../../../local/host/worker/types.ts';
import { withShared } from '../../support/shared-material.ts';
import { appFolder } from './support/app-folder.ts';
import { startHost, workerFor } from './support/test-host.ts';

const shared = path.join(__dirname, '../../../../shared/conformance/durable');

/** Their names say with which host.json they were recorded. */
const settings: Readonly<Record<string, VersionSettings>> = {
  def2: { defaultVersion: '2.0.0' },
  strictfail: {
    defaultVersion: '2.0.0',
    versionMatchStrategy: 'Strict',
    versionFailureStrategy: 'Fail',
  },
};

const Recording = z.object({
  http: z.tuple([z.object({ request: z.object({ url: z.url(), body: z.unknown() }) })]),
  final: z.object({ status: z.int(), body: z.looseObject({ instanceId: z.string() }) }),
});

withShared('conformance/durable', compareAll);

function compareAll(): void {
  const names = readdirSync(`${shared}/recorded`)
    .map((file) => path.basename(file, '.json'))
    .filter((name) => name.startsWith('ver-'));
  let worker: FunctionWorker;

  beforeAll(async () => {
    using app = appFolder({ 'app.js': readFileSync(`${shared}/app.js`, 'utf8') });
    worker = await workerFor(() => {
      jest.requireActual(path.join(app.folder, 'app.js'));
    });
  });

  test.each(names)('%s goes as it was recorded on Azure', async (name) => {
    const text = readFileSync(`${shared}/recorded/${name}.json`, 'utf8');
    const { http, final } = Recording.parse(JSON.parse(text));
    const versions = settings[name.split('-')[1] ?? ''];
    await using host = await startHost(worker, versions && { versions });
    const { pathname, search } = new URL(http[0].request.url);
    const route = pathname.replace('/runtime/webhooks/durabletask/', '');
    await host.client.call('POST', `${route}${search}`, http[0].request.body);
    await host.clock.advance(60_000);
    const query = 'showHistory=true&showHistoryOutput=true';
    const ours = await host.client.call('GET', `instances/${final.body.instanceId}?${query}`);
    expect(ours.status).toBe(final.status);
    expect(comparable(await ours.json())).toEqual(comparable(final.body));
  });
}

/** Without times and made-up ids. */
function comparable(status: unknown): unknown {
  const text = JSON.stringify(status)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, '<time>')
    .replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g, '<id>');
  return JSON.parse(text);
}
