import { ArmCalls } from './arm-calls.ts';
import { type PatternClient, TaskFailed } from './pattern-client.ts';

const delaySeconds = 10;
/** https://learn.microsoft.com/azure/logic-apps/logic-apps-control-flow-loops#until-loop */
const mostTurns = 60;
const tail = 1000;
/** The platform keeps a run action by action, and goes on with it by itself. */
const platformSeconds = 30;

/**
 * The Logic Apps sample: create; until the group's state is Succeeded, 60 times at most, a delay of 10 seconds and a
 * GET; then the log and the delete, which are not reached when the state never is Succeeded.
 */
export const logicAppUntil: PatternClient = {
  name: 'Logic Apps sample',
  async run(process, arm, task) {
    const calls = new ArmCalls(process, arm, task);
    if (task.saved === undefined) {
      await calls.create();
      task.saved = '0';
    }
    for (let turn = Number(task.saved); task.saved !== 'succeeded'; turn += 1) {
      if (turn >= mostTurns) throw new TaskFailed('the Until loop has reached its limit');
      await process.sleep(delaySeconds);
      const { instanceView } = await calls.get();
      task.saved = instanceView?.state === 'Succeeded' ? 'succeeded' : String(turn + 1);
    }
    task.noticed();
    await calls.readLog(tail);
    await calls.delete();
  },
  takenUpAfterSeconds: () => platformSeconds,
};
