import type { ActivityExecutor, ActivityOutcome, ActivityTask } from '../engine/ports.ts';
import type { DurableFunctions } from '../types.ts';
import { activityFailure } from './failures.ts';
import { activityInput, activityResult } from './values.ts';

/** Runs activities through the app's functions. */
export class OutOfProcessActivities implements ActivityExecutor {
  private readonly functions: DurableFunctions;

  constructor(functions: DurableFunctions) {
    this.functions = functions;
  }

  async run({ name, input, instanceId }: ActivityTask): Promise<ActivityOutcome> {
    try {
      const answer = await this.functions.invoke(name, activityInput(input), instanceId);
      return { ok: true, result: activityResult(answer) };
    } catch (error) {
      return { ok: false, ...activityFailure(name, error) };
    }
  }
}
