import { ArmCalls, containerState } from './arm-calls.ts';
import { type PatternClient, TaskFailed } from './pattern-client.ts';

const pollSeconds = 1;
const tail = 1000;
/** After so long without a heartbeat Airflow takes a task for dead, and runs it again where retries are asked for. */
const heartbeatTimeoutSeconds = 300;

/**
 * Airflow's operator, waiting itself: fails if the name is in the list; creates; then each second a GET, and a read of
 * the log while there may be one; deletes in a `finally`, without waiting, whatever comes of it.
 */
export const airflowSync: PatternClient = {
  name: 'Airflow operator, sync',
  async run(process, arm, task) {
    const calls = new ArmCalls(process, arm, task);
    if (await calls.exists()) throw new TaskFailed('Container group exists');
    try {
      await calls.create();
      const exitCode = await monitored(calls, () => process.sleep(pollSeconds));
      task.noticed();
      if (exitCode !== 0) throw new TaskFailed(`exit code ${exitCode}`);
    } finally {
      await calls.delete().catch(() => undefined);
    }
  },
  takenUpAfterSeconds: () => heartbeatTimeoutSeconds,
};

/** Every error of a turn is passed over, as the operator does. */
async function monitored(calls: ArmCalls, pause: () => Promise<void>): Promise<number> {
  for (;;) {
    try {
      const { state, exitCode } = containerState(await calls.get());
      if (['Running', 'Terminated', 'Succeeded'].includes(state)) await calls.readLog(tail);
      if (state === 'Terminated') return exitCode;
      if (['Unhealthy', 'Failed'].includes(state)) return 1;
    } catch {
      // The next turn may go better.
    }
    await pause();
  }
}
