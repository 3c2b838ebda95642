import { ArmCalls, containerState } from './arm-calls.ts';
import { type PatternClient, TaskFailed } from './pattern-client.ts';

/** Between two looks at an operation that goes on, unless ARM says otherwise: the default of Azure's SDK for Python. */
const operationPollSeconds = 30;
const startPollSeconds = 5;
const startTimeoutSeconds = 240;
const watchSeconds = 5;
const tail = 100;
/** A delete is waited for so long. */
const deleteWaitSeconds = 30;

/**
 * Prefect's worker with `stream_output`: creates the group (by an ARM deployment, which stands here as the PUT of the
 * group), waits for it by the SDK's poller, then every 5 seconds a GET and a read of the log, but none at the end;
 * deletes, and waits for that. A worker that starts again does not take up what another one watched.
 */
export const prefectWorker: PatternClient = {
  name: 'Prefect worker',
  async run(process, arm, task) {
    const calls = new ArmCalls(process, arm, task);
    const poller = await calls.beginCreate();
    const giveUpAt = process.now() + startTimeoutSeconds * 1000;
    let nextPollAt = process.now() + operationPollSeconds * 1000;
    while (!poller.isDone()) {
      if (process.now() > giveUpAt) throw new TaskFailed('the container did not start in time');
      await process.sleep(startPollSeconds);
      if (process.now() < nextPollAt) continue;
      await process.call(() => poller.poll());
      nextPollAt = process.now() + operationPollSeconds * 1000;
    }
    const exitCode = await watched(calls, () => process.sleep(watchSeconds));
    task.noticed();
    const deletion = await calls.beginDelete();
    const waitUntil = process.now() + deleteWaitSeconds * 1000;
    while (!deletion.isDone()) {
      if (process.now() > waitUntil) throw new TaskFailed('check for orphans');
      await process.sleep(watchSeconds);
    }
    if (exitCode !== 0) throw new TaskFailed(`exit code ${exitCode}`);
  },
  takenUpAfterSeconds: () => undefined,
};

async function watched(calls: ArmCalls, pause: () => Promise<void>): Promise<number> {
  for (;;) {
    const { state, exitCode } = containerState(await calls.get());
    if (state === 'Terminated') return exitCode;
    await calls.readLog(tail).catch(() => undefined);
    await pause();
  }
}
