// npm run test:package: the deployment zip, unpacked where nothing of the project is near, loads and runs a job; so does
// an app that imports the package.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { unzipSync } from 'fflate';
import { JobsApi } from '../../local/demo/jobs-api.ts';
import { eventually } from '../support/eventually.ts';
import { resultsInOwnApp } from './library.ts';
import { withStackOf } from './stack-of-app.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(tmpdir(), 'durable-aci-unpacked-'));
const zip = path.join(folder, 'app.zip');
const appFolder = path.join(folder, 'app');

function unpack(): void {
  execFileSync(process.execPath, [path.join(root, 'scripts/package.mjs'), zip], {
    stdio: 'inherit',
  });
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    const file = path.join(appFolder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

function runJob(): Promise<string> {
  return withStackOf(appFolder, async (ready) => {
    const api = new JobsApi(ready);
    const input = { width: 32, height: 18, samples: 1, tiles: 2 };
    const id = await api.post({ workload: 'render', input });
    const job = await eventually(async () => {
      const seen = await api.get(id);
      return seen.phase === 'over' ? seen : undefined;
    });
    return job.outcome?.status ?? 'no outcome';
  });
}

try {
  unpack();
  const outcome = await runJob();
  console.log(`a job of the unpacked package: ${outcome}`);
  const { containers, ownFunctions } = await resultsInOwnApp();
  console.log(`a job of an app that imports the package: ${containers}`);
  console.log(`a job of functions of that app: ${JSON.stringify(ownFunctions)}`);
  const isRight = outcome === 'succeeded' && containers === 'succeeded' && ownFunctions === 16;
  process.exitCode = isRight ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
