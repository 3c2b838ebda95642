import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpTarget extends AsyncDisposable {
  readonly url: string;
  readonly requests: { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

/** A web server for orchestrations to call. */
export async function startHttpTarget(answer: Answer): Promise<HttpTarget> {
  const requests: { line: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      requests.push({ line: `${request.method} ${request.url}`, headers: request.headers });
      answer(request, response, body);
    })();
  });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => {
    resolve(undefined);
  });
  await promise;
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      const closed = Promise.withResolvers<undefined>();
      server.close(() => {
        closed.resolve(undefined);
      });
      await closed.promise;
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address;
}
