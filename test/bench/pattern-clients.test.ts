import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { holdWhileInFlight } from '../../bench/arena/in-flight.ts';
import { SkippingClock } from '../../bench/arena/skipping-clock.ts';
import { TimedContainers } from '../../bench/arena/timed-containers.ts';
import { airflowDeferrable } from '../../bench/pattern-clients/airflow-deferrable.ts';
import { airflowSync } from '../../bench/pattern-clients/airflow-sync.ts';
import { ClientProcess } from '../../bench/pattern-clients/client-process.ts';
import { logicAppUntil } from '../../bench/pattern-clients/logic-app-until.ts';
import type { PatternClient, PatternTask } from '../../bench/pattern-clients/pattern-client.ts';
import { prefectWorker } from '../../bench/pattern-clients/prefect-worker.ts';
import { timings } from '../../local/aci/model/timing.ts';
import { sleep } from '../../local/support/clock.ts';
import { control, getStatus, journal } from '../local/aci/support/controls.ts';
import { image } from '../local/aci/support/groups.ts';
import { startEmulator, type TestEmulator } from '../local/aci/support/in-process.ts';

const clock = new SkippingClock();
const containers = new TimedContainers(clock);
let arm: TestEmulator;
let ignoreRequests: () => void;

beforeAll(async () => {
  await containers.start();
  ignoreRequests = holdWhileInFlight(clock, containers.server);
  arm = await startEmulator({ clock, timing: timings.real });
});
afterAll(async () => {
  await arm.stop();
  ignoreRequests();
  containers.stop();
  clock.stop();
});
afterEach(() => control(arm, 'POST', '/_emu/reset'));

/** A task whose container runs so long. */
function taskOf(seconds: number, script?: string): PatternTask & { noticedAfter?: number } {
  const { command, environmentVariables } = containers.program('task', seconds, 'kind');
  const program = script === undefined ? command : ['/bin/sh', '-c', script];
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  const container = { name: 'main', image, resources, command: program, environmentVariables };
  const group = { location: 'westeurope', osType: 'Linux', restartPolicy: 'Never' };
  const started = clock.now().getTime();
  const task: PatternTask & { noticedAfter?: number } = {
    name: 'task',
    group: { ...group, containers: [container] },
    noticed: () => {
      task.noticedAfter = (clock.now().getTime() - started) / 1000;
    },
  };
  return task;
}

function run(client: PatternClient, task: PatternTask): Promise<void> {
  const { resourceGroup } = arm;
  return client.run(new ClientProcess(clock), { client: arm.client, resourceGroup }, task);
}

/** Operations of the calls about groups so far, each with how often it was called. */
async function calls(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of await journal(arm, '?kind=request')) {
    const [, name] = /^Containers?(?:Groups)?_(.*)$/.exec(String(operation)) ?? [];
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test("Airflow's operator looks each second, with a read of the log while there is one, and deletes", async () => {
  const task = taskOf(20);
  await run(airflowSync, task);
  const made = await calls();
  // The clock goes on while the machine is busy.
  expect(made['Get']).toBeGreaterThanOrEqual(28);
  expect(made['Get']).toBeLessThanOrEqual((task.noticedAfter ?? NaN) + 2);
  expect(made['ListLogs']).toBeGreaterThanOrEqual(18);
  expect(made).toMatchObject({ ListByResourceGroup: 1, CreateOrUpdate: 1, Delete: 1 });
  expect(await getStatus(arm, 'task')).toBe(404);
});

test("Airflow's operator deletes the group of a container that has failed, and fails", async () => {
  await expect(run(airflowSync, taskOf(0, 'exit 3'))).rejects.toThrow('exit code 3');
  expect(await getStatus(arm, 'task')).toBe(404);
});

test("Airflow's operator, killed while it watches and tried again, finds its own group in the way", async () => {
  const process = new ClientProcess(clock);
  const { client, resourceGroup } = arm;
  const task = taskOf(20);
  void airflowSync.run(process, { client, resourceGroup }, task);
  await sleep(clock, 15_000);
  process.kill();
  await sleep(clock, 1000 * (airflowSync.takenUpAfterSeconds(task) ?? NaN));
  await expect(run(airflowSync, task)).rejects.toThrow('Container group exists');
  expect(await getStatus(arm, 'task')).toBe(200);
});

test("Airflow's trigger looks each 30 seconds, and the log is read once", async () => {
  const task = taskOf(100);
  await run(airflowDeferrable, task);
  expect(await calls()).toMatchObject({ Get: 5, ListLogs: 1, Delete: 1 });
  expect(task.noticedAfter).toBeGreaterThanOrEqual(120);
});

test("Airflow's trigger goes on in another process", async () => {
  const process = new ClientProcess(clock);
  const { client, resourceGroup } = arm;
  const task = taskOf(20);
  void airflowDeferrable.run(process, { client, resourceGroup }, task);
  await sleep(clock, 15_000);
  process.kill();
  expect(airflowDeferrable.takenUpAfterSeconds(task)).toBe(30);
  await run(airflowDeferrable, task);
  expect(await getStatus(arm, 'task')).toBe(404);
});

test("Prefect's worker sees the start after 30 seconds, then looks each 5, and reads no log at the end", async () => {
  const task = taskOf(60);
  await run(prefectWorker, task);
  const { Get = 0, ListLogs = 0, GetOperation = 0 } = await calls();
  expect(Get).toBeGreaterThanOrEqual(8);
  expect(Get).toBeLessThanOrEqual(((task.noticedAfter ?? NaN) - 30) / 5 + 4);
  // One GET is the poller's own, for what it has made.
  expect(ListLogs).toBe(Get - 2);
  expect(GetOperation).toBeGreaterThanOrEqual(2);
  expect(await getStatus(arm, 'task')).toBe(404);
});

test('nobody takes up what a Prefect worker has watched', () => {
  expect(prefectWorker.takenUpAfterSeconds(taskOf(1))).toBeUndefined();
});

test('the Logic Apps sample looks each 10 seconds until the group has succeeded', async () => {
  const task = taskOf(43);
  await run(logicAppUntil, task);
  const { Get = 0, ...others } = await calls();
  expect(Get).toBeGreaterThanOrEqual(6);
  expect(Get).toBeLessThanOrEqual(7);
  expect(others).toMatchObject({ CreateOrUpdate: 1, ListLogs: 1, Delete: 1 });
});

test('the Logic Apps sample gives up after 60 looks at a container that has failed, and leaves its group', async () => {
  await expect(run(logicAppUntil, taskOf(0, 'exit 3'))).rejects.toThrow('limit');
  expect((await calls())['Get']).toBe(60);
  expect(await getStatus(arm, 'task')).toBe(200);
});
