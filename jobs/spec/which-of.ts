import { z } from 'zod';
import type { SpecError } from './errors.ts';

/** The fields that exclude or need each other, whatever is in them. */
const Fields = z.looseObject({
  steps: z.unknown().optional(),
  workload: z.unknown().optional(),
  input: z.unknown().optional(),
  group: z.unknown().optional(),
  fanOut: z.unknown().optional(),
  reduce: z.looseObject({ group: z.unknown().optional() }).optional().catch(undefined),
  completion: z.unknown().optional(),
  artifacts: z.looseObject({ inputs: z.unknown().optional() }).optional().catch(undefined),
});

const besideSteps = ['workload', 'input', 'group', 'fanOut', 'reduce', 'artifacts'] as const;

/** What stands beside what: a workload of ours brings its own groups and inputs, everything else names them. */
export function whichOf(spec: unknown): SpecError[] {
  const parsed = Fields.safeParse(spec);
  if (!parsed.success) return [];
  const { steps, workload, input, group, fanOut, reduce, completion, artifacts } = parsed.data;
  const when = (wrong: boolean, path: string, message: string): SpecError[] =>
    wrong ? [{ path, message }] : [];
  const is = (field: unknown): boolean => field !== undefined;
  if (is(steps))
    return besideSteps
      .filter((field) => is(parsed.data[field]))
      .map((path) => ({
        path,
        message: 'cannot stand beside steps: it belongs to the job of one',
      }));
  const itsOwn = 'cannot stand beside workload, which brings its own';
  if (is(workload))
    return [
      ...when(is(group), 'group', 'cannot stand beside workload: give one of them'),
      ...when(is(fanOut), 'fanOut', itsOwn),
      ...when(is(reduce), 'reduce', itsOwn),
      ...when(is(artifacts?.inputs), 'artifacts.inputs', itsOwn),
      ...when(
        completion === 'push',
        'completion',
        'must be poll: images of workloads have no shim',
      ),
    ];
  return [
    ...when(!is(group), 'group', 'is required, unless a workload or steps are named'),
    ...when(is(input), 'input', 'belongs to a workload; none is named'),
    ...when(is(reduce) && !is(fanOut), 'reduce', 'needs a fanOut, whose results it reads'),
    ...when(
      completion === 'push' && [group, reduce?.group].some(restarts),
      'completion',
      'must be poll where restartPolicy is OnFailure: an exit that is reported is the last one',
    ),
  ];
}

const Restarts = z.looseObject({
  properties: z.looseObject({ restartPolicy: z.literal('OnFailure') }),
});

function restarts(group: unknown): boolean {
  return Restarts.safeParse(group).success;
}
