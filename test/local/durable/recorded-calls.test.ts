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
    url: z.string(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  rawText: z.string(),
});
type Call = z.infer<typeof Call>;

/** What other scenarios had left there before the calls were recorded, as far as the calls show it. */
const leftover = '3a7d95f6-7f28-4d85-96e0-9f8e2245ed3a:0';
const leftEntities = { entityUse: 7, la: 1, ss: 5 };

withShared('conformance/durable', () => {
  test('calls of the management API are answered as they were recorded on Azure', async () => {
    const calls = z
      .array(z.unknown())
      .parse(JSON.parse(readFileSync(file, 'utf8')))
      .flatMap((call) => Call.safeParse(call).data ?? []);
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
    await leaveBehind(async (path, body) => {
      const url = `http://localhost/durabletask/${path}`;
      const headers = { 'content-type': 'application/json' };
      await extension.fetch(new Request(url, { method: 'POST', headers, body }));
      await clock.advance(0);
    });
    for (const call of calls) {
      const answer = extension.fetch(requestOf(call));
      await clock.advance(call.request.url.includes('timeout=') ? 10_000 : 0);
      const [ours, theirs] = [await seen(call.label, await answer), recorded(call)];
      expect(withCommonRows(ours, theirs)).toEqual(withCommonRows(theirs, ours));
    }
    expect(calls).toHaveLength(85);
    await extension.stop();
  });
});

async function leaveBehind(post: (path: string, body: string) => Promise<void>): Promise<void> {
  // So many that a list has more than one page.
  const others = Array.from({ length: 100 }, (_, index) => `other-${index}`);
  for (const id of [leftover, ...others]) await post(`orchestrators/retStr/${id}`, '"s"');
  for (const [key, value] of Object.entries(leftEntities))
    await post(`entities/counter/${key}?op=add`, String(value));
}

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
    df.app.orchestration('retStr', function* () {
      yield* [];
      return 'plain';
    });
    df.app.entity<number>('counter', ({ df: entity }) => {
      if (entity.operationName === 'add')
        entity.setState((entity.getState() ?? 0) + Number(entity.getInput()));
    });
  });
}

function requestOf({ request: { method, url, body, headers } }: Call): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(url.replace(/^http:\/\/(HOST|RPC)/, 'http://localhost'), {
    method,
    headers: headers ?? { 'content-type': 'application/json' },
    ...(body !== undefined && { body: text }),
  });
}

interface Described {
  readonly answer: Readonly<Record<string, unknown>>;
  /** Of a list: what is to be compared of each row, by its id, in order. */
  readonly rows: ReadonlyMap<string, unknown>;
}

/** What does not differ by nature: status, the headers of the protocol, and the fields of a JSON body. */
async function seen(label: string, response: Response): Promise<Described> {
  const headers = Object.fromEntries(response.headers);
  return describeAnswer(label, response.status, headers, await response.text());
}

function recorded({ label, status, headers, rawText }: Call): Described {
  return describeAnswer(label, status, headers, rawText);
}

/** More scenarios had been run before the recording than are known: only rows that both lists have can be compared. */
function withCommonRows({ answer, rows }: Described, other: Described): unknown {
  return { ...answer, rows: [...rows].filter(([id]) => other.rows.has(id)) };
}

function describeAnswer(
  label: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): Described {
  const body: unknown = text === '' ? '' : JSON.parse(text);
  const rows = Rows.safeParse(body).data;
  const token = headers['x-ms-continuation-token'];
  return {
    answer: {
      label,
      status,
      retryAfter: headers['retry-after'],
      location: shortened(headers['location'] ?? ''),
      // The tokens of pages are the store's own.
      isLastPage: token === undefined ? undefined : token === '',
      body: rows ? 'a list' : shapeOf(body, label),
    },
    // An id that was made up is another here.
    rows: new Map(rows?.filter(([id]) => id !== '<id>')),
  };
}

const InstanceRow = z
  .looseObject({ instanceId: z.string(), customStatus: z.unknown() })
  .transform((row): [string, unknown] => [
    shortened(row.instanceId),
    [shapeOf(row, ''), row.customStatus],
  ]);
const EntityRow = z
  .object({
    entityId: z.object({ name: z.literal('counter'), key: z.string() }),
    lastOperationTime: z.string(),
    state: z.unknown(),
  })
  .transform(({ entityId, state }): [string, unknown] => [entityId.key, state]);
const Rows = z.array(z.union([InstanceRow, EntityRow]));

function shapeOf(body: unknown, label: string): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return body.map((item) => shapeOf(item, label));
  const fields = Object.entries(body).map(([name, value]) =>
    isComparable(name, label) ? `${name}: ${shortened(String(value))}` : name,
  );
  return fields.sort();
}

function isComparable(field: string, label: string): boolean {
  // How many were over is not known.
  if (field === 'instancesDeleted') return label !== 'purge query completed';
  return /Uri$|^(id|Message|runtimeStatus|input)$/.test(field);
}

function shortened(text: string): string {
  return text.replace(/^http:\/\/(HOST|RPC|localhost)/, '').replace(/\b[0-9a-f]{32}\b/g, '<id>');
}
