import { z } from 'zod';
import { sleep } from '../../support/clock.ts';
import { ActionFailure, type ActionRun } from './action-run.ts';
import { defineAction } from './define-action.ts';

const unitMs = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};
const Unit = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['second', 'minute', 'hour', 'day', 'week']));
const Interval = z.object({ interval: z.object({ count: z.int().positive(), unit: Unit }) });
const Until = z.object({ until: z.object({ timestamp: z.iso.datetime({ offset: true }) }) });
const Progress = z.object({ until: z.number() });

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#wait-action */
export const wait = defineAction({
  type: 'Wait',
  schema: z.strictObject({
    inputs: z.union([
      z.strictObject({ interval: z.strictObject({ count: z.unknown(), unit: z.string() }) }),
      z.strictObject({ until: z.strictObject({ timestamp: z.string() }) }),
    ]),
  }),
  compile: ({ inputs }, compiler) => {
    compiler.templates(inputs, 'inputs');
    return {
      run: async (run) => {
        const given = run.evaluate(inputs);
        const until = endOf(run, given);
        run.remember({ until });
        await sleep(run.clock, Math.max(0, until - run.clock.now().getTime()), run.signal);
        const status = run.signal.aborted ? 'Cancelled' : 'Succeeded';
        return { status, inputs: given };
      },
    };
  },
});

/** Milliseconds since 1970; a wait that was interrupted ends when it would have. */
function endOf(run: ActionRun, given: unknown): number {
  const before = Progress.safeParse(run.recall());
  if (before.success) return before.data.until;
  const until = Until.safeParse(given);
  if (until.success) return Date.parse(until.data.until.timestamp);
  const { data } = Interval.safeParse(given);
  if (data) return run.clock.now().getTime() + data.interval.count * unitMs[data.interval.unit];
  const message = `The inputs of the wait action '${run.name}' are not valid: ${JSON.stringify(given)}.`;
  throw new ActionFailure({ code: 'InvalidTemplate', message }, { inputs: given });
}
