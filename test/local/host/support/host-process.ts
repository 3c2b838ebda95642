import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Certificates, ensureCertificates } from '../../../../local/support/certificates.ts';
import { type Child, spawnNode } from './child.ts';

const Ready = z.object({ functions: z.url(), functionKey: z.string(), systemKey: z.string() });

export interface HostProcess extends z.infer<typeof Ready> {
  readonly child: Child;
  readonly masterKey: string;
}

export interface TestApp {
  readonly folder: string;
  readonly certificates: Certificates;
  /** Starts the host on this app, always on the same data. */
  start(environment?: Record<string, string>): Promise<HostProcess>;
  /** Starts it for a failure: its exit code and all that it printed. */
  fail(environment?: Record<string, string>): Promise<{ code: number | null; output: string }>;
  /** The lines that the app has written with `note(value)`. */
  notes(): Promise<unknown[]>;
}

const prelude = `
const { app } = require('@azure/functions');
const note = (value) => require('node:fs').appendFileSync(__dirname + '/notes.jsonl', JSON.stringify(value) + '\\n');
`;

/** A function app in a folder of the project, made of the given source (`app` and `note` are there). */
export async function makeApp(
  folder: string,
  source: string,
  hostJson: Readonly<Record<string, unknown>> = {},
): Promise<TestApp> {
  const appFolder = path.join(folder, 'app');
  const certificates = await ensureCertificates(path.join(folder, 'certificates'));
  await mkdir(appFolder, { recursive: true });
  await Promise.all([
    writeFile(path.join(appFolder, 'package.json'), '{ "type": "commonjs", "main": "app.js" }'),
    writeFile(path.join(appFolder, 'host.json'), JSON.stringify({ version: '2.0', ...hostJson })),
    writeFile(path.join(appFolder, 'app.js'), prelude + source),
  ]);
  const run = (environment: Record<string, string>): Child =>
    spawnNode(
      [
        ...['local/host/main.ts', '--app', appFolder, '--port', '0'],
        ...['--data', path.join(folder, 'data')],
        ...['--cert', certificates.certFile, '--key', certificates.keyFile],
      ],
      { NODE_EXTRA_CA_CERTS: certificates.caFile, ...environment },
    );
  return {
    folder: appFolder,
    certificates,
    start: async (environment = {}) => {
      const child = run(environment);
      const [, json = ''] = await child.printed(/^READY (.*)$/m);
      const keys = await readFile(path.join(folder, 'data', 'keys.json'), 'utf8');
      const { masterKey } = z.object({ masterKey: z.string() }).parse(JSON.parse(keys));
      return { ...Ready.parse(JSON.parse(json)), child, masterKey };
    },
    fail: async (environment = {}) => {
      const child = run(environment);
      return { code: await child.ended, output: child.output() };
    },
    notes: async () => {
      const text = await readFile(path.join(appFolder, 'notes.jsonl'), 'utf8').catch(() => '');
      return text
        .split('\n')
        .slice(0, -1)
        .map((line): unknown => JSON.parse(line));
    },
  };
}
