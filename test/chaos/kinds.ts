import path from 'node:path';
import { shellJob } from '../support/shell-job.ts';

/** What is done to a job while it runs: cancelled by the API, or one of its orchestrations terminated by a person. */
export type Meddling = 'cancel' | 'job' | 'lane' | 'task' | 'attempt' | 'watcher';

/** A kind of job that is under way while processes are killed. */
export interface Kind {
  readonly name: string;
  readonly trigger: 'http' | 'blob' | 'queue' | 'serviceBus';
  /** Without its name, labels and regions. */
  readonly spec: object;
  /** All ways in which it may end: status, class and exit code. */
  readonly expected: readonly string[];
  /** What its container writes, each line once. */
  readonly log?: string;
  readonly meddling?: Meddling;
  /** What happens once in a region where no other kind is. */
  readonly fault?: { readonly region: string; readonly operation: string; readonly action: object };
  /** Parts of its status when it is over as expected. */
  readonly status?: Readonly<Record<string, object>>;
}

const image = 'durable-aci/sentiment:latest';
const shim = path.resolve('images/shim/run.sh');
const succeeded = ['succeeded'];

/** So many numbered lines, half of them a second later. */
const writing = (lines: number) => {
  const half = Math.floor(lines / 2);
  const script = `seq 1 ${String(half)}; sleep 1; seq ${String(half + 1)} ${String(lines)}`;
  const log = Array.from({ length: lines }, (_, index) => `${String(index + 1)}\n`).join('');
  return { script, log };
};

const few = writing(20);
const many = writing(3000);

const ofCommand = (command: readonly string[], properties: object = {}) => ({
  group: {
    properties: { containers: [{ name: 'main', properties: { image, command } }], ...properties },
  },
});

/** Says of each of its items how it went: the item 3 went wrong. */
const packedProgram = `(async () => {
  const items = JSON.parse(process.env.ITEMS);
  const url = new URL(process.env.OUTPUT_URL);
  url.pathname += 'items.json';
  const body = JSON.stringify(items.map((item, index) => ({ index, ok: item !== 3, message: 'is 3' })));
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/json' };
  const { ok } = await fetch(url, { method: 'PUT', headers, body });
  process.exit(ok ? 0 : 8);
})()`;

const items = (to: number, more: object = {}) => ({
  fanOut: { items: { from: 0, to }, maxParallel: 3, ...more },
});

const terminated = (meddling: Meddling, expected: readonly string[]): Kind => ({
  name: `terminated ${meddling}`,
  trigger: 'http',
  spec: { ...items(2, { onItemFailure: 'continue', maxParallel: 2 }), ...shellJob('sleep 4') },
  expected,
  meddling,
});

/** Their jobs in mixed order are what chaos runs. */
export const kinds: readonly Kind[] = [
  {
    name: 'fan-out and reduce',
    trigger: 'http',
    spec: {
      workload: 'render',
      input: { width: 32, height: 18, samples: 1, tiles: 6, maxParallel: 3 },
    },
    expected: succeeded,
  },
  { name: 'log', trigger: 'http', spec: shellJob(few.script), expected: succeeded, log: few.log },
  {
    name: 'exit code',
    trigger: 'queue',
    spec: shellJob('sleep 1; exit 3'),
    expected: ['failed container-exit 3'],
  },
  { name: 'blob', trigger: 'blob', spec: {}, expected: succeeded },
  {
    name: 'push',
    trigger: 'http',
    spec: { completion: 'push', ...ofCommand([shim, '/bin/sh', '-c', many.script]) },
    expected: succeeded,
    log: many.log,
  },
  {
    name: 'push that fails',
    trigger: 'serviceBus',
    spec: { completion: 'push', ...ofCommand([shim, '/bin/sh', '-c', 'sleep 2; exit 6']) },
    expected: ['failed container-exit 6'],
  },
  {
    name: 'message',
    trigger: 'serviceBus',
    spec: shellJob(few.script),
    expected: succeeded,
    log: few.log,
  },
  {
    name: 'packed items',
    trigger: 'http',
    spec: {
      ...items(6, { itemsPerGroup: 3, toleratedFailurePercentage: 20 }),
      ...ofCommand(['node', '-e', packedProgram]),
    },
    expected: succeeded,
    status: { items: { total: 7, succeeded: 6, failed: 1 } },
  },
  {
    name: 'tolerated failures',
    trigger: 'queue',
    spec: {
      ...items(7, { toleratedFailurePercentage: 25 }),
      ...shellJob('sleep 0.5; test $((ITEM % 4)) -ne 0'),
    },
    expected: succeeded,
    status: { tasks: { total: 8, running: 0, succeeded: 6, failed: 2 } },
  },
  {
    name: 'a failure too many',
    trigger: 'http',
    spec: { ...items(5), ...shellJob('sleep 0.5; test $ITEM -ne 2 || exit 4') },
    expected: ['failed container-exit 4'],
  },
  {
    name: 'cancelled',
    trigger: 'http',
    spec: { ...items(4), ...shellJob('sleep 600') },
    expected: ['cancelled'],
    meddling: 'cancel',
  },
  {
    name: 'timed out',
    trigger: 'http',
    spec: { ...shellJob('sleep 600'), timeout: 'PT8S' },
    expected: ['timedOut'],
  },
  {
    name: 'retried',
    trigger: 'http',
    spec: {
      ...shellJob('sleep 0.5; test $ATTEMPT -ge 3 || exit 75; echo third'),
      retry: { maxAttempts: 9, exitCodes: [75], backoff: { first: 'PT2S', factor: 1 } },
    },
    expected: succeeded,
  },
  {
    name: 'evicted',
    trigger: 'http',
    spec: {
      ...ofCommand(['/bin/sh', '-c', 'sleep 2'], { priority: 'Spot' }),
      regions: ['westus'],
      retry: { maxAttempts: 9, onEviction: 'regular', backoff: { first: 'PT2S', factor: 1 } },
    },
    expected: succeeded,
    fault: {
      region: 'westus',
      operation: 'ContainerGroups_CreateOrUpdate',
      action: { lifecycle: 'spotEvict:waitSeconds=600', times: 1 },
    },
  },
  {
    name: 'not deleted',
    trigger: 'http',
    spec: { ...shellJob('sleep 0.5'), regions: ['francecentral'] },
    fault: {
      region: 'francecentral',
      operation: 'ContainerGroups_Delete',
      action: { status: 409, code: 'ContainerGroupTransitioning', times: 3 },
    },
    expected: succeeded,
  },
  {
    name: 'steps',
    trigger: 'serviceBus',
    spec: {
      steps: [
        { name: 'extract', job: { ...items(1), ...shellJob('sleep 0.5') } },
        { name: 'check', approval: { timeout: 'PT2S', onTimeout: 'approve' } },
        { name: 'load', dependsOn: ['extract', 'check'], job: shellJob('sleep 0.5') },
      ],
    },
    expected: succeeded,
    status: { tasks: { total: 3, running: 0, succeeded: 3, failed: 0 } },
  },
  {
    name: 'steps that are undone',
    trigger: 'queue',
    spec: {
      steps: [
        { name: 'load', job: shellJob('sleep 0.5'), compensate: { job: shellJob('sleep 0.5') } },
        { name: 'publish', job: shellJob('sleep 1; exit 4') },
      ],
    },
    expected: ['failed container-exit 4'],
    status: { tasks: { total: 3, running: 0, succeeded: 2, failed: 1 } },
  },
  terminated('job', ['cancelled', 'succeeded']),
  terminated('lane', succeeded),
  terminated('task', succeeded),
  terminated('attempt', succeeded),
  terminated('watcher', succeeded),
];
