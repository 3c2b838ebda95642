import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Workflow } from '../definition/workflow.ts';
import type { ActionRecord, RunRecord } from '../engine/action-record.ts';
import type { WorkflowRunner } from '../engine/workflow-runner.ts';
import type { RunStore } from '../store/run-store.ts';
import { actionView, type Place, repetitionView, runView } from './run-view.ts';

interface RoutesOptions {
  readonly runners: ReadonlyMap<string, WorkflowRunner>;
  readonly store: RunStore;
  /** Undefined where time can not be moved. */
  readonly advanceClock: ((ms: number) => void) | undefined;
}

const Advance = z.strictObject({ advanceSeconds: z.number().nonnegative() });
const mostListed = 250;

/** Below these the management API is served: the resource's own path, and short ones for people. */
const workflowPaths = [
  '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Logic/workflows/:workflow',
  '/workflows/:workflow',
];

/** What of Azure's management API says something about runs: https://learn.microsoft.com/rest/api/logic/ */
export function routes({ runners, store, advanceClock }: RoutesOptions) {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: (context) => context.body(null, 413) }));
  app.get('/health', (context) => context.json({ state: 'Running' }));
  app.get('/workflows', (context) =>
    context.json({ value: [...runners.values()].map(({ workflow }) => workflowView(workflow)) }),
  );
  app.post('/_emu/clock', async (context) => {
    const body = Advance.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
    if (!advanceClock) return context.json({ error: 'this clock can not be moved' }, 501);
    advanceClock(body.data.advanceSeconds * 1000);
    return context.body(null, 204);
  });
  for (const path of workflowPaths) triggerRoutes(app, path, runners);
  for (const path of ['', ...workflowPaths]) runRoutes(app, path, { runners, store });
  app.notFound((context) => missing(context, 'resource', new URL(context.req.url).pathname));
  return app;
}

function triggerRoutes(
  app: Hono,
  path: string,
  runners: ReadonlyMap<string, WorkflowRunner>,
): void {
  app.post(`${path}/triggers/:trigger/run`, async (context) => {
    const { workflow = '', trigger } = z.record(z.string(), z.string()).parse(context.req.param());
    const runner = runners.get(workflow);
    const isPolled = (await runner?.pollNow(trigger ?? '')) ?? false;
    return isPolled ? context.body(null, 202) : missing(context, 'trigger', trigger ?? '');
  });
}

function runRoutes(
  app: Hono,
  path: string,
  { runners, store }: Pick<RoutesOptions, 'runners' | 'store'>,
): void {
  const found = (context: Context): Found | undefined => {
    const { workflow, run: name = '' } = z
      .record(z.string(), z.string().optional())
      .parse(context.req.param());
    const run = store.run(name);
    if (!run || (workflow !== undefined && workflow !== run.workflow)) return undefined;
    return { run, place: placeOf(context, runners.get(run.workflow)?.workflow, run.workflow) };
  };
  app.get(`${path}/runs`, (context) => {
    const { workflow } = z.record(z.string(), z.string().optional()).parse(context.req.param());
    if (workflow !== undefined && !runners.has(workflow)) {
      return missing(context, 'workflow', workflow);
    }
    const top = Math.min(Number(context.req.query('$top') ?? 30) || 30, mostListed);
    const runs = store.runs({ top, ...(workflow !== undefined && { workflow }) });
    const value = runs.map((run) =>
      runView(run, placeOf(context, runners.get(run.workflow)?.workflow, run.workflow)),
    );
    return context.json({ value });
  });
  app.get(`${path}/runs/:run`, (context) => {
    const at = found(context);
    return at ? context.json(runView(at.run, at.place)) : missing(context, 'run', 'of that name');
  });
  app.post(`${path}/runs/:run/cancel`, (context) => {
    const at = found(context);
    if (!at) return missing(context, 'run', 'of that name');
    runners.get(at.run.workflow)?.cancel(at.run.name);
    return context.body(null, 200);
  });
  actionRoutes(app, `${path}/runs/:run`, { store, found });
}

interface Found {
  readonly run: RunRecord;
  readonly place: Place;
}

interface Finder {
  readonly store: RunStore;
  readonly found: (context: Context) => Found | undefined;
}

function actionRoutes(app: Hono, path: string, { store, found }: Finder): void {
  const records = (at: Found, name?: string): ActionRecord[] =>
    store.actions(at.run.name).filter((record) => name === undefined || record.name === name);
  app.get(`${path}/actions`, (context) => {
    const at = found(context);
    if (!at) return missing(context, 'run', 'of that name');
    const newest = new Map(records(at).map((record) => [record.name, record]));
    const value = [...newest.values()].map((record) => actionView(record, at.run, at.place));
    return context.json({ value });
  });
  app.get(`${path}/actions/:action`, (context) => {
    const at = found(context);
    const record = at && records(at, context.req.param('action')).at(-1);
    if (!record) return missing(context, 'action', context.req.param('action'));
    return context.json(actionView(record, at.run, at.place));
  });
  app.get(`${path}/actions/:action/repetitions`, (context) => {
    const at = found(context);
    if (!at) return missing(context, 'run', 'of that name');
    const turns = records(at, context.req.param('action')).filter(({ turns }) => turns !== '');
    return context.json({ value: turns.map((record) => repetitionView(record, at.run, at.place)) });
  });
  app.get(`${path}/actions/:action/contents/:kind{inputs|outputs}`, (context) => {
    const at = found(context);
    const turns = context.req.query('turns');
    const all = at ? records(at, context.req.param('action')) : [];
    const record =
      turns === undefined ? all.at(-1) : all.find((candidate) => candidate.turns === turns);
    return contents(context, record, context.req.param('kind'));
  });
  app.get(`${path}/trigger/contents/:kind{inputs|outputs}`, (context) =>
    contents(context, found(context)?.run.trigger, context.req.param('kind')),
  );
}

function contents(
  context: Context,
  record: Pick<ActionRecord, 'inputs' | 'outputs' | 'secured'> | undefined,
  kind: string,
): Response {
  const part = kind === 'inputs' ? 'inputs' : 'outputs';
  const value = record?.secured[part] ? undefined : record?.[part];
  return value === undefined
    ? missing(context, 'content', kind)
    : new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
}

function placeOf(context: Context, workflow: Workflow | undefined, name: string): Place {
  return {
    origin: new URL(context.req.url).origin,
    workflowId: workflow?.id ?? `/workflows/${name}`,
  };
}

function workflowView({ id, name, location, version, triggers }: Workflow) {
  return {
    id,
    name,
    type: 'Microsoft.Logic/workflows',
    location,
    properties: { state: 'Enabled', version, triggers: [...triggers.keys()] },
  };
}

function missing(context: Context, what: string, name: string): Response {
  const code = `Workflow${what.charAt(0).toUpperCase()}${what.slice(1)}NotFound`;
  const message = `The ${what} '${name}' could not be found.`;
  return context.json({ error: { code, message } }, 404);
}
