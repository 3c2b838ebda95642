import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { createDurableExtension } from '../../../local/durable/index.ts';
import { durableFunctionsOf } from '../../../local/host/worker/durable-functions.ts';
import { VirtualClock } from '../../../local/support/clock.ts';
import { workerFor } from './support/test-host.ts';
import { withShared } from '../../support/shared-material.ts';

const file = path.join(
  __dirname,
  '../../../../shared/conformance/durable/recorded/http-management.json',
);

const Call = z.object({
  label: z.string(),
  request: z.object({
    method: z.string(),
    url: z.string().startsWith('http://HOST'),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  rawText: z.string(),
});
type Call = z.infer<typeof Call>;

/** Entities are not there yet; and the recorded lists hold what other scenarios had left. */
const otherwise = /entit|@counter|instances\?(?!createdTimeFrom=2099|.*Prefix=w)/;

withShared('conformance/durable', () => {
  test('calls of the management API are answered as they were recorded on Azure', async () => {
    const calls = z
      .array(z.unknown())
      .parse(JSON.parse(readFileSync(file, 'utf8')))
      .flatMap((call) => Call.safeParse(call).data ?? [])
      .filter(({ request }) => !otherwise.test(request.url));
    const clock = new VirtualClock();
    const extension = createDurableExtension({
      databaseFile: ':memory:',
      clock,
      log: () => undefined,
      functions: durableFunctionsOf(await recordedApp()),
      hubName: 'hub20',
      systemKey: 'KEY',
      baseUrl: () => 'http://localhost',
    });
    await extension.start();
    for (const call of calls) {
      const answer = extension.fetch(requestOf(call));
      await clock.advance(call.request.url.includes('timeout=') ? 10_000 : 0);
      expect(await seen(call.label, await answer)).toEqual(recorded(call));
    }
    expect(calls.length).toBeGreaterThan(50);
    await extension.stop();
  });
});

async function recordedApp(): ReturnType<typeof workerFor> {
  return await workerFor((df) => {
    df.app.orchestration('waiter', function* (context) {
      yield context.df.waitForExternalEvent('Go');
    });
    df.app.orchestration('chain', function* (context) {
      yield context.df.createTimer(context.df.currentUtcDateTime);
      return ['Hello, Tokyo!', 'Hello, Seattle!', { d: 1, g: 2, i: 3 }];
    });
    df.app.orchestration('thrower', function* () {
      throw new Error('orch boom');
    });
  });
}

function requestOf({ request: { method, url, body, headers } }: Call): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(url.replace('http://HOST', 'http://localhost'), {
    method,
    headers: headers ?? { 'content-type': 'application/json' },
    ...(body !== undefined && { body: text }),
  });
}

/** What does not differ by nature: status, the headers of the protocol, and the fields of a JSON body. */
async function seen(label: string, response: Response): Promise<unknown> {
  const headers = Object.fromEntries(response.headers);
  return describeAnswer(label, response.status, headers, await response.text());
}

function recorded({ label, status, headers, rawText }: Call): unknown {
  return describeAnswer(label, status, headers, rawText);
}

function describeAnswer(
  label: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): unknown {
  return {
    label,
    status,
    retryAfter: headers['retry-after'],
    location: shortened(headers['location'] ?? ''),
    token: headers['x-ms-continuation-token'],
    body: text === '' ? '' : shapeOf(JSON.parse(text)),
  };
}

function shapeOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return body.map(shapeOf);
  const fields = Object.entries(body).map(([name, value]) =>
    /Uri$|^(id|Message|runtimeStatus|instancesDeleted)$/.test(name)
      ? `${name}: ${shortened(String(value))}`
      : name,
  );
  return fields.sort();
}

function shortened(text: string): string {
  return text.replace(/^http:\/\/(HOST|localhost)/, '').replace(/\b[0-9a-f]{32}\b/g, '<id>');
}
