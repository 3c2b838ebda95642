import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

export const recorder = path.resolve('test/contract/arm/record-replies.mjs');

/** Arguments for a Node that does not get this one's `NODE_OPTIONS`, such as a service of a stack; none when nothing is recorded. */
export function recorderArgs(): string[] {
  const isRecording = process.env['RECORDED_REPLIES'] !== undefined;
  return isRecording ? [`--import=${pathToFileURL(recorder).href}`] : [];
}
