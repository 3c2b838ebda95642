// npm pack, installed in an empty folder: a Functions app that imports it runs jobs by an orchestrator of its own.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { JobsApi } from '../../local/demo/jobs-api.ts';
import { eventually } from '../support/eventually.ts';
import { withStackOf } from './stack-of-app.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'durable-aci-library-'));
const appFolder = path.join(folder, 'app');

/** Its code is that of the documentation. */
function documentedApp(): string {
  const page = readFileSync(path.join(root, 'docs/library.md'), 'utf8');
  const code = /^```js\n([^]*?)^```$/m.exec(page)?.[1];
  if (code === undefined) throw new Error('docs/library.md has no code.');
  return code;
}

function install(): void {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', 'tsconfig.build.json'], { cwd: root });
  execFileSync(
    'npm',
    ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
    { cwd: root },
  );
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  mkdirSync(appFolder);
  const manifest = { name: 'theirs', private: true, type: 'module', main: 'app.js' };
  writeFileSync(path.join(appFolder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(appFolder, 'app.js'), documentedApp());
  cpSync(path.join(root, 'host.json'), path.join(appFolder, 'host.json'));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', path.join(folder, tarball), ...quiet], { cwd: appFolder });
}

const Instance = z.object({ runtimeStatus: z.string(), output: z.unknown() });
const Ran = z.object({ jobId: z.string(), outcome: z.object({ status: z.string() }) });

const render = { workload: 'render', input: { width: 32, height: 18, samples: 1, tiles: 2 } };
const ownFunctions = {
  steps: [
    { name: 'one', activity: { name: 'double', input: 4 } },
    { name: 'two', activity: { name: 'double' } },
  ],
};

async function runJobs(): Promise<LibraryResult> {
  return withStackOf(appFolder, async (ready) => {
    const origin = ready['functions'] ?? '';
    const rendered = await ranByOrchestrator(origin, render);
    const doubled = await ranByOrchestrator(origin, ownFunctions);
    const { output } = await new JobsApi(ready).get(doubled.jobId);
    return { containers: rendered.outcome.status, ownFunctions: output };
  });
}

async function ranByOrchestrator(origin: string, spec: unknown): Promise<z.infer<typeof Ran>> {
  const response = await fetch(`${origin}/api/nightly`, {
    method: 'POST',
    body: JSON.stringify(spec),
  });
  const started = z.object({ statusQueryGetUri: z.string() }).parse(await response.json());
  const { output } = await eventually(async () => {
    const seen = Instance.parse(await (await fetch(started.statusQueryGetUri)).json());
    return ['Completed', 'Failed'].includes(seen.runtimeStatus) ? seen : undefined;
  });
  return Ran.parse(output);
}

interface LibraryResult {
  /** How a job of containers ended. */
  readonly containers: string;
  /** What a job gave whose steps are functions of the app. */
  readonly ownFunctions: unknown;
}

/** What came of the jobs of an app that has installed the package. */
export async function resultsInOwnApp(): Promise<LibraryResult> {
  try {
    install();
    return await runJobs();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
