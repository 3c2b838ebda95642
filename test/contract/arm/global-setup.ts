import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** Lets this process, jest's workers and whatever Node they start record the replies of Microsoft.ContainerInstance. */
export default async function startRecording({ rootDir }: { rootDir: string }): Promise<void> {
  const recorder = path.join(rootDir, 'test/contract/arm/record-replies.mjs');
  process.env['RECORDED_REPLIES'] = await mkdtemp(path.join(tmpdir(), 'replies-'));
  process.env['NODE_OPTIONS'] =
    `${process.env['NODE_OPTIONS'] ?? ''} --import=${pathToFileURL(recorder).href}`.trim();
  createRequire(recorder)(recorder);
}
