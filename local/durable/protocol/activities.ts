import type { ActivityExecutor, ActivityOutcome, ActivityTask } from '../engine/ports.ts';
import type { DurableFunctions } from '../types.ts';
import { activityFailure } from './failures.ts';
import { type HttpActivityOptions, runHttpActivity } from './http/http-activity.ts';
import { httpActivity } from './http/http-request.ts';
import { activityInput, activityResult } from './values.ts';

/** Runs activities through the app's functions, and the calls of `callHttp` itself. */
export class OutOfProcessActivities implements ActivityExecutor {
  private readonly functions: DurableFunctions;
  private readonly http: HttpActivityOptions;

  constructor(functions: DurableFunctions, http: HttpActivityOptions) {
    this.functions = functions;
    this.http = http;
  }

  async run({ name, input, instanceId }: ActivityTask): Promise<ActivityOutcome> {
    if (name === httpActivity) return await runHttpActivity(input, this.http);
    try {
      const answer = await this.functions.invoke(name, activityInput(input), instanceId);
      return { ok: true, result: activityResult(answer) };
    } catch (error) {
      return { ok: false, ...activityFailure(name, error) };
    }
  }
}
