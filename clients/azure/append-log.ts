import type { AppendBlobClient } from '@azure/storage-blob';
import { isStatus } from './refusal.ts';

/** https://learn.microsoft.com/rest/api/storageservices/append-block */
const maxBlockBytes = 4 * 1024 * 1024;
const blobHTTPHeaders = { blobContentType: 'text/plain; charset=utf-8' };

/** Makes the blob when it is not there, and gives its URL. */
export async function createLog(blob: AppendBlobClient): Promise<string> {
  await blob.createIfNotExists({ blobHTTPHeaders });
  return blob.url;
}

/** Length in bytes; undefined when there is no such blob. */
export async function lengthOf(blob: AppendBlobClient): Promise<number | undefined> {
  try {
    return (await blob.getProperties()).contentLength ?? 0;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/**
 * Appends what stands at `position` of a log, as far as it is not there: whoever comes later with the same, or a part
 * of it, adds nothing twice. Throws when the log ends before that position.
 */
export async function appendLog(
  blob: AppendBlobClient,
  position: number,
  text: string,
): Promise<string> {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    const block = bytes.subarray(done, done + maxBlockBytes);
    if (await append(blob, position + done, block)) {
      done += block.length;
      continue;
    }
    const length = (await lengthOf(blob)) ?? (await createLog(blob), 0);
    if (length < position + done)
      throw new Error(`${blob.url} has ${length} bytes; its next are those at ${position + done}`);
    done = length - position;
  }
  return blob.url;
}

/** False when the log does not end at this place, or is not there. */
async function append(blob: AppendBlobClient, at: number, block: Buffer): Promise<boolean> {
  try {
    await blob.appendBlock(block, block.length, { conditions: { appendPosition: at } });
    return true;
  } catch (error) {
    if (isStatus(error, 404, 412)) return false;
    throw error;
  }
}
