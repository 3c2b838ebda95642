import { setTimeout } from 'node:timers/promises';
import { exit, Failure } from './failure.ts';

const attempts = 6;
const patienceMs = 60_000;

/** Writes a block blob below the prefix that `outputUrl` is signed for; what is there is replaced. */
export async function putBlob(
  outputUrl: URL,
  name: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const url = new URL(outputUrl);
  url.pathname = url.pathname.replace(/\/*$/, `/${name}`);
  // https://learn.microsoft.com/rest/api/storageservices/put-blob
  const headers = { 'x-ms-blob-type': 'BlockBlob' };
  await send(url, { method: 'PUT', headers, body }, `write ${name}`, exit.output);
}

export function getBlob(url: URL, name: string): Promise<Uint8Array> {
  return send(url, {}, `read ${name}`, exit.noInput);
}

/** Repeats what may pass: lost connections, 408, 429 and 5xx. Never shows the URL, whose query is a signature. */
async function send(url: URL, init: RequestInit, what: string, code: number): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    let problem: string;
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
      const body = await response.bytes();
      if (response.ok) return body;
      problem = `the store answered ${response.status}`;
      const mayPass = response.status >= 500 || [408, 429].includes(response.status);
      if (!mayPass) throw new Failure(code, `Cannot ${what}: ${problem}`);
    } catch (error) {
      if (error instanceof Failure) throw error;
      problem = reason(error);
    }
    if (attempt === attempts) {
      throw new Failure(code, `Cannot ${what}: ${problem}, ${attempts} times`);
    }
    console.log(`${what}: ${problem}, attempt ${attempt} of ${attempts}`);
    await setTimeout(250 * 2 ** attempt);
  }
}

/** What fetch says of a lost connection stands in the error's cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
