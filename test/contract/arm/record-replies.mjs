// Loaded into every Node process of a test run (see global-setup.ts): writes each reply of Microsoft.ContainerInstance
// into the run's folder. Plain JavaScript, because it also gets into processes of older Nodes, such as npm's.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const folder = process.env.RECORDED_REPLIES;
const ofProvider =
  /\/providers\/+microsoft\.containerinstance(?!.*\/providers\/+microsoft\.insights)/i;
/** Every reply of ARM has it; fakes of ARM in tests have not. */
const armHeader = 'x-ms-routing-request-id';

/** Keeps what a response is told to send, and lets it send it. */
function watch(response) {
  const chunks = [];
  let headers = {};
  for (const name of ['write', 'end']) {
    const original = response[name];
    response[name] = (chunk, ...more) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
      return original.call(response, chunk, ...more);
    };
  }
  const { writeHead } = response;
  response.writeHead = (...parts) => {
    headers = parts.at(-1);
    return writeHead.apply(response, parts);
  };
  return {
    text: () => Buffer.concat(chunks).toString(),
    isArm: () => response.hasHeader(armHeader) || Object.hasOwn(Object(headers), armHeader),
  };
}

if (folder !== undefined) {
  subscribe('http.server.request.start', ({ request, response }) => {
    const { method, url } = request;
    if (!ofProvider.test(url)) return;
    const sent = watch(response);
    // A reply that was cut does not finish.
    response.once('finish', () => {
      if (!sent.isArm()) return;
      const line = JSON.stringify({ method, url, status: response.statusCode, text: sent.text() });
      appendFileSync(path.join(folder, `${String(process.pid)}.jsonl`), `${line}\n`);
    });
  });
}
