import { ActionFailure, type ActionRun } from './action-run.ts';

/** The array that `from` gives; fails in Azure's words when it is none. */
export function arrayFrom(run: ActionRun, from: unknown): readonly unknown[] {
  const items: unknown = run.evaluate(from);
  if (Array.isArray(items)) return items;
  const type = items === null ? 'Null' : typeof items === 'string' ? 'String' : 'Object';
  const message = `The 'from' property value in the 'query' action inputs is of type '${type}'. The value must be an array.`;
  throw new ActionFailure({ code: 'InvalidTemplate', message });
}
