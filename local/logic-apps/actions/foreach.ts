import { z } from 'zod';
import { ActionFailure, type ActionEnd, type ActionRun } from './action-run.ts';
import { childrenFailed } from './children-failed.ts';
import { defineAction } from './define-action.ts';
import { mergeStatuses } from '../engine/merge-statuses.ts';
import type { Status } from '../definition/status.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#for-each-loop */
const mostItems = 100_000;
const mostAtOnce = 50;
const atOnceByDefault = 20;

const Progress = z.object({ items: z.array(z.unknown()) });

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#foreach-action */
export const foreach = defineAction({
  type: 'Foreach',
  schema: z.strictObject({
    foreach: z.unknown(),
    actions: z.record(z.string(), z.unknown()).default({}),
    operationOptions: z.literal('Sequential').optional(),
    runtimeConfiguration: z
      .strictObject({
        concurrency: z.strictObject({ repetitions: z.int().min(1).max(mostAtOnce) }).optional(),
      })
      .optional(),
  }),
  compile: (definition, compiler) => {
    compiler.templates(definition.foreach, 'foreach');
    const graph = compiler.graph(definition.actions, { at: ['actions'], isLoop: true });
    const atOnce = definition.operationOptions
      ? 1
      : (definition.runtimeConfiguration?.concurrency?.repetitions ?? atOnceByDefault);

    async function run(run: ActionRun): Promise<ActionEnd> {
      const items = itemsOf(run, definition.foreach);
      const ends: Status[] = [];
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < items.length && !run.signal.aborted) {
          const index = next;
          next += 1;
          ends.push(await run.runGraph(graph, { index, item: { value: items[index] } }));
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
      if (run.signal.aborted) return { status: 'Cancelled', code: 'ActionCancelled' };
      return { ...childrenFailed(mergeStatuses(ends)), inputs: items };
    }
    return { branches: [graph], loop: 'Foreach', run };
  },
});

/** Those that were remembered, when there are any: variables may have changed since. */
function itemsOf(run: ActionRun, foreach: unknown): readonly unknown[] {
  const before = Progress.safeParse(run.recall());
  if (before.success) return before.data.items;
  const items: unknown = run.evaluate(foreach);
  if (!Array.isArray(items)) throw noArray(run.name, items);
  if (items.length > mostItems) throw tooMany(run.name, items.length);
  run.remember({ items });
  return items;
}

function noArray(name: string, value: unknown): ActionFailure {
  const message = `The execution of template action '${name}' failed: the result of the evaluation of 'foreach' expression is of type '${typeName(value)}'. The result must be a valid array.`;
  return new ActionFailure({ code: 'ExpressionEvaluationFailed', message });
}

function tooMany(name: string, count: number): ActionFailure {
  const message = `The execution of template action '${name}' failed: the number of items '${count}' to iterate over exceeds the limit of '${mostItems}'.`;
  return new ActionFailure({ code: 'ForeachIterationLimitExceeded', message });
}

const typeName = (value: unknown): string =>
  value === null ? 'Null' : typeof value === 'string' ? 'String' : 'Object';
