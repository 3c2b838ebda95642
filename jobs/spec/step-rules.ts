import { z } from 'zod';
import { allBefore } from '../steps/order.ts';
import type { SpecError } from './errors.ts';

/** What is wrong in a raw job, with paths that begin in it. */
type JobRules = (job: unknown) => readonly SpecError[];

const Input = z.looseObject({ step: z.string(), blob: z.unknown().optional() });
const Job = z.looseObject({
  fanOut: z.unknown().optional(),
  reduce: z.unknown().optional(),
  artifacts: z
    .looseObject({ inputs: z.array(z.unknown()).optional() })
    .optional()
    .catch(undefined),
});
const Body = {
  job: Job.optional().catch({}),
  activity: z.unknown().optional(),
};
const Step = z.looseObject({
  ...Body,
  name: z.string().catch(''),
  dependsOn: z.array(z.string().catch('')).optional().catch(undefined),
  approval: z.unknown().optional(),
  compensate: z.looseObject(Body).optional().catch(undefined),
});
type Step = z.infer<typeof Step>;
/** What is no step is taken for an empty one: that it is none has an error of its own. */
const Spec = z.looseObject({
  steps: z.array(Step.catch(Step.parse({}))).max(50),
  completion: z.unknown().optional(),
  regions: z.unknown().optional(),
});

/** What a step's job is told by the job whose step it is, as far as rules ask for it. */
interface Inherited {
  readonly completion?: unknown;
  readonly regions?: unknown;
}

/** What the rules say of the steps of a raw spec: names, order, inputs, and of each job what `rulesOf` says. */
export function stepErrors(spec: unknown, rulesOf: JobRules): SpecError[] {
  const { data } = Spec.safeParse(spec);
  if (!data) return [];
  const { steps, completion, regions } = data;
  const inherited = {
    ...(completion !== undefined && { completion }),
    ...(regions !== undefined && { regions }),
  };
  return steps.flatMap((step, index) => {
    const at = `steps[${index}]`;
    const before = allBefore(steps, index);
    return [
      ...bodyErrors(at, step),
      ...orderErrors(at, steps, index),
      ...jobErrors(`${at}.job`, step.job, { steps, before, rulesOf, inherited }),
      ...jobErrors(`${at}.compensate.job`, step.compensate?.job, {
        steps,
        before: new Set([...before, step.name]),
        rulesOf,
        inherited,
      }),
    ];
  });
}

function bodyErrors(at: string, step: Step): SpecError[] {
  const count = (...bodies: unknown[]) => bodies.filter((body) => body !== undefined).length;
  const { job, activity, approval, compensate } = step;
  const errors: SpecError[] = [];
  if (count(job, activity, approval) !== 1)
    errors.push({ path: at, message: 'must have exactly one of job, activity and approval' });
  if (compensate && count(compensate.job, compensate.activity) !== 1)
    errors.push({ path: `${at}.compensate`, message: 'must have exactly one of job and activity' });
  if (compensate && approval !== undefined)
    errors.push({ path: `${at}.compensate`, message: 'cannot stand beside approval' });
  return errors;
}

function orderErrors(at: string, steps: readonly Step[], index: number): SpecError[] {
  const { name, dependsOn = [] } = steps[index] ?? { name: '' };
  const names = steps.map((step) => step.name);
  const errors: SpecError[] = [];
  if (names.indexOf(name) < index && name !== '')
    errors.push({ path: `${at}.name`, message: 'is the name of another step, too' });
  dependsOn.forEach((other, place) => {
    const path = `${at}.dependsOn[${place}]`;
    if (other === '') return;
    if (!names.includes(other)) errors.push({ path, message: 'is not the name of a step' });
    else if (dependsOn.indexOf(other) < place) errors.push({ path, message: 'is named twice' });
    else if (other === name || (allBefore(steps, names.indexOf(other)).has(name) && name !== ''))
      errors.push({ path, message: 'waits for this step itself: neither would ever begin' });
  });
  return errors;
}

interface Around {
  readonly steps: readonly Step[];
  /** The names of the steps whose results it may read. */
  readonly before: ReadonlySet<string>;
  readonly rulesOf: JobRules;
  readonly inherited: Inherited;
}

function jobErrors(
  at: string,
  job: z.infer<typeof Job> | undefined,
  { steps, before, rulesOf, inherited }: Around,
): SpecError[] {
  if (!job) return [];
  const rules = rulesOf({ ...inherited, ...job }).map(({ path, message }) => ({
    path: `${at}.${path}`,
    message,
  }));
  const inputs = (job.artifacts?.inputs ?? []).flatMap((input, index) =>
    inputErrors(`${at}.artifacts.inputs[${index}]`, input, steps, before),
  );
  return [...rules, ...inputs];
}

function inputErrors(
  at: string,
  input: unknown,
  steps: readonly Step[],
  before: ReadonlySet<string>,
): SpecError[] {
  const { data } = Input.safeParse(input);
  if (!data) return [];
  const step = steps.find(({ name }) => name === data.step);
  const wrong = (field: string, message: string) => [{ path: `${at}.${field}`, message }];
  if (!step) return wrong('step', 'is not the name of a step');
  if (!before.has(step.name))
    return wrong('step', 'is no step that is over before: name it in dependsOn');
  if (step.approval !== undefined) return wrong('step', 'is an approval, which writes nothing');
  if (step.activity !== undefined && data.blob !== undefined)
    return wrong('blob', 'must be left out: an activity has its result and writes no blobs');
  const hasNoResult = step.job?.fanOut !== undefined && step.job.reduce === undefined;
  return hasNoResult && data.blob === undefined
    ? wrong('blob', 'is required: the items of that step have no result in common')
    : [];
}
