import { z } from 'zod';
import type { Status } from '../definition/status.ts';
import { durationMs } from '../definition/duration.ts';
import type { ActionEnd, ActionRun } from './action-run.ts';
import { childrenFailed } from './children-failed.ts';
import { defineAction } from './define-action.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#until-loop */
const mostTurns = 5000;

const Limit = z.strictObject({
  count: z.int().min(1).max(mostTurns, `must be at most ${mostTurns}`).default(60),
  timeout: z
    .string()
    .refine((text) => durationMs(text) !== undefined, 'is no ISO 8601 duration such as PT1H')
    .default('PT1H'),
});

const Progress = z.object({ turn: z.int(), startedAt: z.number() });

/**
 * Runs its actions, then looks at its condition, and again. Reaching a limit is success, unless its
 * operationOptions say FailWhenLimitsReached: then it is TimedOut. The time is looked at between turns.
 * https://learn.microsoft.com/azure/logic-apps/logic-apps-control-flow-loops#until-loop
 */
export const until = defineAction({
  type: 'Until',
  schema: z.strictObject({
    expression: z.string(),
    limit: Limit.prefault({}),
    operationOptions: z.literal('FailWhenLimitsReached').optional(),
    actions: z.record(z.string(), z.unknown()).default({}),
  }),
  compile: ({ expression, limit, operationOptions, actions }, compiler) => {
    compiler.templates(expression, 'expression');
    const graph = compiler.graph(actions, { at: ['actions'], isLoop: true });
    const timeoutMs = durationMs(limit.timeout) ?? 0;
    const limitEnd = (last: Status): ActionEnd =>
      operationOptions ? timedOut(limit) : childrenFailed(last);

    async function run(run: ActionRun): Promise<ActionEnd> {
      const { turn: first, startedAt } = progressOf(run);
      let turn = first;
      for (;;) {
        run.remember({ turn, startedAt });
        const last = await run.runGraph(graph, { index: turn });
        if (run.signal.aborted) return { status: 'Cancelled', code: 'ActionCancelled' };
        const outputs = { iterationCount: turn + 1 };
        if (run.isTrueAfter({ index: turn }, expression))
          return { ...childrenFailed(last), outputs };
        turn += 1;
        const isOver = run.clock.now().getTime() - startedAt >= timeoutMs;
        if (turn >= limit.count || isOver) return { ...limitEnd(last), outputs };
      }
    }
    return { branches: [graph], loop: 'Until', run };
  },
});

function progressOf(run: ActionRun): z.infer<typeof Progress> {
  const before = Progress.safeParse(run.recall());
  return before.success ? before.data : { turn: 0, startedAt: run.clock.now().getTime() };
}

function timedOut({ count, timeout }: z.infer<typeof Limit>): ActionEnd {
  const message = `The until loop reached its limit of '${count}' iterations or '${timeout}' before its condition was true.`;
  const error = { code: 'UntilLimitsReached', message };
  return { status: 'TimedOut', code: error.code, error };
}
