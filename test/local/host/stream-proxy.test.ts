import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { proxyStream } from '../../../local/host/http/stream-proxy.ts';
import { LoopbackServer } from '../../support/loopback-server.ts';

/** In the place of the app's own listener: answers as the test says. */
class AppListener extends LoopbackServer {
  private reply: (response: ServerResponse) => unknown = () => undefined;

  replies(reply: (response: ServerResponse) => unknown): void {
    this.reply = reply;
  }

  get uri(): string {
    return this.origin;
  }

  protected async answer(_: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.reply(response);
  }
}

const limit = 100;
let listener: AppListener;
let failed: AbortController;

beforeEach(async () => {
  listener = await new AppListener().start();
  failed = new AbortController();
});

afterEach(async () => {
  await listener[Symbol.asyncDispose]();
});

const proxy = (init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> =>
  proxyStream({
    httpUri: listener.uri,
    invocationId: 'one',
    request: new Request('https://localhost/api/one', init),
    bodyLimitBytes: limit,
    signal: failed.signal,
  });

/** Lets the event loop do what it has to, before anyone reads the answer. */
async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
}

test('an answer that is there stays whole when the function fails before it is read', async () => {
  listener.replies((response) => response.end('whole'));
  const response = await proxy();
  failed.abort();
  await someTurns();
  expect(await response.text()).toBe('whole');
});

test('an answer that is not all there breaks off when the function fails', async () => {
  listener.replies((response) => response.write('first'));
  const response = await proxy();
  failed.abort();
  await someTurns();
  await expect(response.text()).rejects.toThrow('The answer of the function broke off.');
});

test('an answer whose connection is cut before it is read breaks off', async () => {
  const cut = Promise.withResolvers<undefined>();
  listener.replies((response) => {
    response.writeHead(200, { 'content-length': '10' }).flushHeaders();
    void cut.promise.then(() => response.destroy());
  });
  const response = await proxy();
  cut.resolve(undefined);
  await expect(response.text()).rejects.toThrow('The answer of the function broke off.');
});

test('no answer comes when the function fails first', async () => {
  const called = Promise.withResolvers<undefined>();
  listener.replies(() => {
    called.resolve(undefined);
  });
  const answer = proxy();
  await called.promise;
  failed.abort();
  await expect(answer).rejects.toThrow('The function failed');
});

test('an answer given before the whole request was read stays whole when the rest is too long', async () => {
  const rest = Promise.withResolvers<Uint8Array>();
  listener.replies((response) => response.end('whole'));
  const body = new TransformStream<Uint8Array, Uint8Array>();
  const writer = body.writable.getWriter();
  void writer.write(new Uint8Array(1)).catch(() => undefined);
  void rest.promise.then((bytes) => writer.write(bytes)).catch(() => undefined);
  const response = await proxy({ method: 'POST', body: body.readable, duplex: 'half' });
  rest.resolve(new Uint8Array(limit));
  await expect(writer.closed).rejects.toThrow('longer than');
  await someTurns();
  expect(await response.text()).toBe('whole');
});
