import { ArmCalls, containerState } from './arm-calls.ts';
import { type PatternClient, TaskFailed } from './pattern-client.ts';

const pollSeconds = 30;
const tail = 1000;
const heartbeatTimeoutSeconds = 300;
/** A trigger whose triggerer has died goes to another one. */
const triggererTimeoutSeconds = 30;

/**
 * Airflow's operator, deferring: a worker creates the group, a trigger (which is in the database, so that another
 * process can take it up) asks every 30 seconds, a worker then reads the log once and deletes.
 */
export const airflowDeferrable: PatternClient = {
  name: 'Airflow operator, deferrable',
  async run(process, arm, task) {
    const calls = new ArmCalls(process, arm, task);
    if (task.saved !== 'deferred') {
      if (await calls.exists()) throw new TaskFailed('Container group exists');
      await calls.create();
      task.saved = 'deferred';
    }
    const { state, exitCode } = await triggered(calls, () => process.sleep(pollSeconds));
    // From here it is a worker's again, which nobody continues.
    delete task.saved;
    task.noticed();
    try {
      await calls.readLog(tail);
    } finally {
      await calls.delete().catch(() => undefined);
    }
    if (state !== 'Terminated' || exitCode !== 0) throw new TaskFailed(`exit code ${exitCode}`);
  },
  takenUpAfterSeconds: ({ saved }) =>
    saved === 'deferred' ? triggererTimeoutSeconds : heartbeatTimeoutSeconds,
};

async function triggered(calls: ArmCalls, pause: () => Promise<void>) {
  for (;;) {
    const seen = containerState(await calls.get());
    if (['Terminated', 'Unhealthy', 'Failed'].includes(seen.state)) return seen;
    await pause();
  }
}
