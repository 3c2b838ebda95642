import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startTestStack, type TestStack } from '../e2e/stack.ts';
import { eventually } from '../support/eventually.ts';
import { RunnerClient } from '../local/logic-apps/support/runner-client.ts';

const good = `${JSON.stringify({ id: 1, text: 'What a lovely day. I hate the rain.', year: 1999 })}\n`;
const bad = 'this is no JSON\n';
/** Enough to be at it for many seconds. */
const long = good.repeat(400_000);

interface Fault {
  readonly operation: string;
  readonly status: number;
  readonly code: string;
  readonly times: number;
}

const throttledCreate: Fault = {
  operation: 'ContainerGroups_CreateOrUpdate',
  status: 429,
  code: 'TooManyRequests',
  times: 2,
};
const failingGet: Fault = {
  operation: 'ContainerGroups_Get',
  status: 503,
  code: 'InternalServerError',
  times: 4,
};

interface Row {
  readonly title: string;
  readonly input: string;
  readonly outcome: string;
  readonly fault?: Fault;
}

const rows: readonly Row[] = [
  { title: 'good input', input: good, outcome: 'succeeded' },
  { title: 'input that can not be read', input: bad, outcome: 'container-exit' },
  { title: 'time that is up', input: long, outcome: 'timedOut' },
  { title: 'a throttled create', input: good, outcome: 'succeeded', fault: throttledCreate },
  { title: 'a get that fails for a while', input: good, outcome: 'succeeded', fault: failingGet },
];

let world: TestStack;
let runner: RunnerClient;
const inputContainer = 'logic-reviews';
let runs = 0;

beforeAll(async () => {
  world = await startTestStack({ also: ['event-grid', 'logic-apps'] });
  runner = new RunnerClient(world.stack, 'blob-sentiment');
}, 60_000);

afterAll(() => world.stop(), 60_000);

test.each(rows)(
  'Durable and a Logic App end alike: $title',
  async (row) => {
    const durable = await byDurable(row);
    expect(durable).toMatchObject({ outcome: row.outcome, groupsLeft: 0 });
    expect(await byLogicApp(row)).toEqual(durable);
  },
  120_000,
);

test('a runner that is killed goes on with its run, and the group is deleted', async () => {
  runs += 1;
  await upload(inputContainer, 'killed.jsonl', good);
  await eventually(async () => ((await countGroups()) > 0 ? true : undefined));
  await runner.kill();
  // What the tests before have let pass is forgotten by the new process: its waits end later.
  await runner.pass(5 * 3600);
  const run = await runner.whenOver(runs);
  expect(run.properties.status).toBe('Succeeded');
  expect(await countGroups()).toBe(0);
}, 60_000);

interface End {
  readonly outcome: string;
  /** What the container wrote, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly groupsLeft: number;
}

async function byDurable({ title, input, outcome, fault }: Row): Promise<End> {
  // Before it creates a group, Durable looks whether there is one.
  await putFault(fault, fault === failingGet ? 2 : 1);
  const blobUrl = await upload('uploads', `${title}.jsonl`, input);
  const reply = await world.request('POST', '/api/jobs', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      workload: 'sentiment',
      input: { blobUrl },
      ...(outcome === 'timedOut' && { timeout: 'PT3S' }),
    }),
  });
  const { id } = z.object({ id: z.string() }).parse(await reply.json());
  const job = await world.whenOver(id);
  return {
    outcome:
      job.outcome?.status === 'failed' ? (job.outcome.class ?? '') : (job.outcome?.status ?? ''),
    files: await filesBelow(`${id}/`),
    groupsLeft: await countGroups(),
  };
}

async function byLogicApp({ title, input, outcome, fault }: Row): Promise<End> {
  await putFault(fault, 1);
  runs += 1;
  await upload(inputContainer, `${title}.jsonl`, input);
  const passing = outcome === 'timedOut' ? passTheHour() : passFaster();
  const run = await runner.whenOver(runs);
  await passing.stop();
  const { status, error } = run.properties;
  return {
    outcome: status === 'Succeeded' ? 'succeeded' : (error?.code ?? status),
    files: await filesBelow(`sentiment-${run.name.toLowerCase()}/`),
    groupsLeft: await countGroups(),
  };
}

/** Lets the waits and retries of the run pass ten times as fast as what is real. */
function passFaster() {
  const over = new AbortController();
  const passing = (async () => {
    while (!over.signal.aborted) {
      await runner.pass(2);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    stop: () => {
      over.abort();
      return passing;
    },
  };
}

/** Once the container runs. */
function passTheHour() {
  const passing = eventually(async () => {
    const [run] = await runner.runs();
    const isNew = (await runner.runs()).length === runs;
    const state = run && isNew ? await stateOf(`sentiment-${run.name.toLowerCase()}`) : '';
    return state === 'Running' ? true : undefined;
  }).then(() => runner.pass(3700));
  return { stop: () => passing };
}

async function upload(container: string, name: string, text: string): Promise<string> {
  await world.container(container).createIfNotExists();
  const blob = world.container(container).getBlockBlobClient(name.replaceAll(' ', '-'));
  await blob.uploadData(Buffer.from(text));
  return blob.url;
}

async function filesBelow(prefix: string): Promise<Record<string, string>> {
  const container = world.container('results');
  const files: Record<string, string> = {};
  for await (const { name } of container.listBlobsFlat({ prefix })) {
    const bytes = await container.getBlobClient(name).downloadToBuffer();
    files[name.slice(prefix.length)] = bytes.toString('utf8');
  }
  return files;
}

async function putFault(fault: Fault | undefined, nth: number): Promise<void> {
  if (!fault) return;
  const { operation, ...action } = fault;
  const reply = await fetch(`${world.stack.ready['arm'] ?? ''}/_emu/faults`, {
    method: 'POST',
    body: JSON.stringify({ match: { operation, nth }, action }),
  });
  expect(reply.status).toBeLessThan(300);
}

async function countGroups(): Promise<number> {
  const { value } = z
    .object({ value: z.array(z.unknown()) })
    .parse(await getFromArm('providers/Microsoft.ContainerInstance/containerGroups'));
  return value.length;
}

const GroupView = z.object({
  properties: z.object({ instanceView: z.object({ state: z.string() }) }),
});

async function stateOf(group: string): Promise<string | undefined> {
  const { resourceGroup } = world.stack.ready;
  const found = await getFromArm(
    `resourceGroups/${resourceGroup ?? ''}/providers/Microsoft.ContainerInstance/containerGroups/${group}`,
  );
  return GroupView.safeParse(found).data?.properties.instanceView.state;
}

async function getFromArm(path: string): Promise<unknown> {
  const { arm, subscriptionId } = world.stack.ready;
  const url = `${arm ?? ''}/subscriptions/${subscriptionId ?? ''}/${path}?api-version=2023-05-01`;
  const reply = await fetch(url, { headers: { authorization: 'Bearer any' } });
  return reply.json();
}
