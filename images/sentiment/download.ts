import { exit, Failure } from './failure.ts';
import { attempts, reason, send, waitAfter } from './request.ts';

/**
 * The bytes of a blob as they come, each once. A download that breaks off goes on where it stopped, of the same
 * version of the blob (https://learn.microsoft.com/rest/api/storageservices/get-blob).
 */
export async function* download(url: URL): AsyncGenerator<Uint8Array> {
  const what = 'read the input';
  const place: Place = { offset: 0, etag: undefined, length: undefined, isPlain: true };
  for (let failures = 0; ;) {
    const before = place.offset;
    try {
      yield* readFrom(url, place, what);
      return;
    } catch (error) {
      if (error instanceof Failure) throw error;
      failures = place.offset > before ? 1 : failures + 1;
      const problem = `${what}: ${reason(error)} after ${place.offset} bytes`;
      if (failures === attempts || !place.isPlain)
        throw new Failure(exit.noInput, `Cannot ${problem}`);
      await waitAfter(failures, problem);
    }
  }
}

interface Place {
  offset: number;
  etag: string | undefined;
  length: number | undefined;
  /** With a Content-Encoding the bytes that come are not those of the blob, which offsets count. */
  isPlain: boolean;
}

async function* readFrom(url: URL, place: Place, what: string): AsyncGenerator<Uint8Array> {
  if (place.offset > 0 && place.offset === place.length) return;
  const headers: Record<string, string> = {};
  if (place.offset > 0) headers['range'] = `bytes=${place.offset}-`;
  if (place.etag) headers['if-match'] = place.etag;
  const response = await send({ url, init: { headers }, what, exitCode: exit.noInput });
  if (place.offset > 0 && response.status !== 206) {
    throw new Failure(exit.noInput, `Cannot ${what}: the store does not go on in the middle`);
  }
  place.etag ??= response.headers.get('etag') ?? undefined;
  place.length ??= Number(response.headers.get('content-length') ?? NaN);
  place.isPlain = !response.headers.has('content-encoding');
  if (!response.body) return;
  const chunks: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of chunks) {
    place.offset += chunk.length;
    yield chunk;
  }
}
