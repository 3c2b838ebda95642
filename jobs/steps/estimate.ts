import type { Estimate } from '../estimate.ts';
import type { JobSpec } from '../job-spec.ts';
import { monthOf } from '../month.ts';
import { secondsOf } from '../spec/duration.ts';
import { dependenciesOf } from './order.ts';
import { rounded } from '../rounded.ts';

type Expected = Estimate['costUsd'];

interface Asked {
  /** Of each step, in their order; undefined of one that runs no containers. */
  readonly parts: readonly (Estimate | undefined)[];
  readonly runsPerDay?: number | undefined;
}

const notCounted =
  'functions of the app and approvals take no time in what is expected; undoing costs extra';

/** What the jobs of all steps would take together; undefined where none of them runs containers. */
export function estimateOfSteps(spec: JobSpec, { parts, runsPerDay }: Asked): Estimate | undefined {
  const jobs = parts.filter((part) => part !== undefined);
  const [first] = jobs;
  if (!first) return undefined;
  const costUsd = costOfAll(spec, jobs);
  return {
    region: first.region,
    pricedAs: first.pricedAs,
    tasks: sum(jobs, ({ tasks }) => tasks),
    costUsd,
    ...(runsPerDay !== undefined && {
      perMonth: monthOf(costUsd.expected ?? costUsd.most, runsPerDay),
    }),
    minutes: minutesOfAll(spec, parts),
    quota: quotaOfAll(spec, jobs),
    assumptions: [...new Set(jobs.flatMap(({ assumptions }) => assumptions)), notCounted],
  };
}

function sum(jobs: readonly Estimate[], of: (job: Estimate) => number): number {
  return rounded(jobs.reduce((total, job) => total + of(job), 0));
}

/** All of them have the same budget, which each may pass by what it costs until somebody looks. */
function costOfAll({ budget }: JobSpec, jobs: readonly Estimate[]): Expected {
  const isKnown = jobs.every(({ costUsd }) => costUsd.expected !== undefined);
  const most = sum(jobs, ({ costUsd }) => costUsd.most);
  const beyond = sum(jobs, ({ costUsd }) => Math.max(0, costUsd.most - (budget?.usd ?? 0)));
  return {
    ...(isKnown && { expected: sum(jobs, ({ costUsd }) => costUsd.expected ?? 0) }),
    most: budget ? Math.min(most, rounded(budget.usd + beyond)) : most,
  };
}

/** Along the longest way through the steps; at most as long as the whole may take. */
function minutesOfAll(spec: JobSpec, parts: readonly (Estimate | undefined)[]): Expected {
  const { steps = [] } = spec;
  const isKnown = parts.every((part) => part === undefined || part.minutes.expected !== undefined);
  const approvals = steps.map(({ approval }) => (approval ? secondsOf(approval.timeout) / 60 : 0));
  const most = longestWay(
    spec,
    (step) => (parts[step]?.minutes.most ?? 0) + (approvals[step] ?? 0),
  );
  return {
    ...(isKnown && { expected: longestWay(spec, (step) => parts[step]?.minutes.expected ?? 0) }),
    most: Math.min(most, rounded(secondsOf(spec.timeout) / 60)),
  };
}

function longestWay({ steps = [] }: JobSpec, minutesOf: (step: number) => number): number {
  const before = dependenciesOf(steps);
  const known = new Map<string, number>();
  const endOf = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const step = steps.findIndex((candidate) => candidate.name === name);
    const begin = Math.max(0, ...(before[step] ?? []).map(endOf));
    known.set(name, begin + minutesOf(step));
    return begin + minutesOf(step);
  };
  return rounded(Math.max(0, ...steps.map(({ name }) => endOf(name))));
}

/** In a chain one step runs at a time; else it is taken that all may. */
function quotaOfAll({ steps = [] }: JobSpec, jobs: readonly Estimate[]): Estimate['quota'] {
  const before = dependenciesOf(steps);
  const isChain = steps.every(
    (_, step) => step === 0 || before[step]?.includes(steps[step - 1]?.name ?? ''),
  );
  const atOnce = (of: (quota: Estimate['quota']) => number): number =>
    isChain ? Math.max(...jobs.map(({ quota }) => of(quota))) : sum(jobs, ({ quota }) => of(quota));
  return {
    groups: atOnce(({ groups }) => groups),
    cores: atOnce(({ cores }) => cores),
    memoryInGB: atOnce(({ memoryInGB }) => memoryInGB),
    creates: sum(jobs, ({ quota }) => quota.creates),
  };
}
