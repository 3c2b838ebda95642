import { exit, Failure } from './failure.ts';

/** The text of a blob as it comes, so that its length does not matter. */
export async function* readBlob(url: URL): AsyncGenerator<string> {
  const { body } = await send(url, {}, 'read the input');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const textOf = (bytes?: Uint8Array): string => {
    try {
      return utf8.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new Failure(exit.rows, 'the input is not UTF-8');
    }
  };
  for await (const bytes of bytesOf(body)) yield textOf(bytes);
  // The end of the input, which may be in the middle of a character.
  yield textOf();
}

async function* bytesOf(body: AsyncIterable<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (error) {
    throw new Failure(exit.storage, `Cannot read the input: ${reason(error)}`);
  }
}

/** Writes a file below the output's URL; one of the same name is replaced. */
export async function writeBlob(outputUrl: URL, name: string, body: string): Promise<void> {
  const url = new URL(outputUrl);
  // The signature is in the query; the name goes at the end of the path.
  url.pathname = url.pathname.replace(/\/*$/, `/${name}`);
  const type = name.endsWith('.json') ? 'application/json' : 'text/csv; charset=utf-8';
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': type };
  const response = await send(url, { method: 'PUT', headers, body }, `write ${name}`);
  await response.arrayBuffer();
}

/** Never shows the URL: whoever has it may read or write. */
async function send(url: URL, init: RequestInit, what: string): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new Failure(exit.storage, `Cannot ${what}: ${reason(error)}`);
  });
  if (response.ok) return response;
  throw new Failure(exit.storage, `Cannot ${what}: the store answered ${response.status}`);
}

/** What `fetch` says of a lost connection stands in the error's cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
