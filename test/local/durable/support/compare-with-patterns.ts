import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';

// Does recorded patterns again, all at once and three times as fast, with the replayer that lies beside the recordings,
// and prints `RESULT {"pattern": [differences]}`: `--recordings FOLDER --base URL --key KEY name...`
interface Call {
  readonly request: { readonly method: string; readonly url: string; readonly body?: unknown };
  readonly status: number;
  readonly body?: { readonly runtimeStatus?: string };
}
interface Recording {
  readonly orchestrator: string;
  readonly instanceId: string;
  readonly http: readonly Call[];
  readonly final: { readonly body: { readonly historyEvents: readonly HistoryRow[] } };
  readonly extra?: Readonly<Record<string, unknown>>;
}
const HistoryRow = z.object({ EventType: z.string() });
type HistoryRow = z.infer<typeof HistoryRow>;
const Status = z.object({ historyEvents: z.array(HistoryRow).default([]) });
type Context = Readonly<Record<string, unknown>>;
type Step = (context: Context) => Promise<unknown>;
interface Replayer {
  readonly replay: (name: string, scenario: unknown, target: Context) => Promise<unknown>;
  readonly differences: (recorded: unknown, ours: unknown) => unknown[];
}
interface Calls {
  readonly sleep: (ms: number) => Promise<void>;
  readonly step: (method: string, path: string, body?: unknown) => Step;
  readonly until: Step;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    recordings: { type: 'string', default: '' },
    base: { type: 'string', default: '' },
    key: { type: 'string', default: '' },
  },
});
const urlOf = (file: string): string => pathToFileURL(`${values.recordings}/${file}`).href;
// They are plain JavaScript: the types are what its README says.
const { replay, differences } = (await import(urlOf('replay.mjs'))) as Replayer;
const { sleep, step, until } = (await import(urlOf('calls.mjs'))) as Calls;
const faster = 3;
const durations = ['ms', 'every', 'readMs'];
/** Azure does not show a child before its first turn, and this one never has one: here it is shown as Pending. */
const notShownThere = 'ver_nodef_none-d';

const isScheduled = ({ EventType }: HistoryRow): boolean =>
  ['TaskScheduled', 'SubOrchestrationInstanceCreated'].includes(EventType);

/** Waits until the instance has come as far as it had when the event was raised. */
async function untilRows(count: number, { base, id, key }: Context): Promise<void> {
  const url = `${String(base)}/instances/${String(id)}?showHistory=true&code=${String(key)}`;
  for (;;) {
    const status = Status.parse(await (await fetch(url)).json());
    if (status.historyEvents.filter((row) => !isScheduled(row)).length >= count) return;
    await sleep(20);
  }
}

/** Waits for what had been waited for before the call, as far as the recording tells. */
async function waitBefore(call: Call, context: Context, rowsBeforeEvent: number): Promise<void> {
  const { pathname } = new URL(call.request.url);
  if (pathname.includes('/raiseEvent/')) {
    await untilRows(rowsBeforeEvent, context);
    await sleep(100);
  } else if (call.body?.runtimeStatus === 'Completed') await until(context);
  else if (!pathname.includes('/orchestrators/')) await sleep(600);
  // A second start of the id: only what is over can be started again.
  else if (call.status === 202) await until(context);
}

function stepsOf(recording: Recording): Step {
  const rows = recording.final.body.historyEvents.filter((row) => !isScheduled(row));
  const before = rows.flatMap(({ EventType }, index) =>
    EventType === 'EventRaised' ? [index] : [],
  );
  return async (context) => {
    for (const call of recording.http.slice(1)) {
      const { method, url, body } = call.request;
      const { pathname, searchParams } = new URL(url);
      const isEvent = pathname.includes('/raiseEvent/');
      await waitBefore(call, context, isEvent ? (before.shift() ?? 0) : 0);
      searchParams.delete('code');
      const path = pathname.replace('/runtime/webhooks/durabletask', '');
      await step(method, `${path}?${searchParams.toString()}`, body)(context);
    }
  };
}

function inputOf({ http }: Recording): unknown {
  return JSON.parse(JSON.stringify(http[0]?.request.body ?? null), (key, value: unknown) =>
    typeof value === 'number' && durations.includes(key) ? value / faster : value,
  );
}

/** Durations and times differ by nature; the texts of a result hold them, too. */
function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, field: unknown) => {
    const isTime = typeof field === 'number' && field > 202 && key !== 'status';
    if (isTime || durations.includes(key)) return 0;
    if (key === notShownThere) return { body: {} };
    if (typeof field === 'string' && key === 'Input')
      return field.replace(/"(ms|every|readMs)":[\d.]+/g, '"$1":0');
    return field;
  });
}

/** Here things run side by side, and which ends first is chance. */
const sideBySide = /^(allFail|retAll)/;

const Rows = z.array(z.record(z.string(), z.unknown()));

/** What the comparison looks at of a row. */
const rowText = ({ EventType, ...row }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([EventType, row['FunctionName'], row['Result'], row['Reason']]);

function comparable(name: string, value: unknown): unknown {
  return JSON.parse(JSON.stringify(withoutTimes(value)), (key, field: unknown) =>
    key === 'historyEvents' && sideBySide.test(name)
      ? Rows.parse(field).toSorted((a, b) => (rowText(a) < rowText(b) ? -1 : 1))
      : field,
  );
}

async function compare(name: string): Promise<unknown[]> {
  try {
    const file = `${values.recordings}/patterns/recorded/${name}.json`;
    const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
    const first = recording.http[0];
    const query = new URL(first?.request.url ?? '').search.replace(/&?code=KEY/, '');
    const input = inputOf(recording);
    const options = {
      id: recording.instanceId,
      ...(input !== null && { input }),
      query: query === '?' ? '' : query,
      steps: stepsOf(recording),
      until: name === 'ver_nodef_none' ? 3_000 : 20_000,
      extra: Object.keys(recording.extra ?? {}),
    };
    const target = { base: values.base, key: values.key };
    const ours = await replay(name, [recording.orchestrator, options], target);
    return differences(comparable(name, recording), comparable(name, ours));
  } catch (error) {
    return [String(error)];
  }
}

const results = await Promise.all(positionals.map(async (name) => [name, await compare(name)]));
console.log(`RESULT ${JSON.stringify(Object.fromEntries(results))}`);
process.disconnect();
