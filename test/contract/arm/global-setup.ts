import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { recorder, recorderArgs } from './recorder-args.ts';

/** Lets this process, jest's workers and whatever Node they start record the replies of Microsoft.ContainerInstance. */
export default async function startRecording(): Promise<void> {
  process.env['RECORDED_REPLIES'] = await mkdtemp(path.join(tmpdir(), 'replies-'));
  process.env['NODE_OPTIONS'] = [process.env['NODE_OPTIONS'], ...recorderArgs()].join(' ').trim();
  createRequire(recorder)(recorder);
}
