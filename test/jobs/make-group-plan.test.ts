import { describe, expect, test } from '@jest/globals';
import { costOf } from '../../jobs/cost.ts';
import { leaseEnd, signaturesEnd } from '../../jobs/lifetimes.ts';
import { makeGroupPlan } from '../../jobs/make-group-plan.ts';
import { effectiveSpec, planOf } from '../../jobs/plan.ts';
import { groupOfTask, jobPlanOf } from '../../jobs/plan-file.ts';
import { itemsPrefix, ownResults, resultsPrefix, writtenByWinners } from '../../jobs/results.ts';
import { renderJob } from '../../jobs/workloads/render.ts';
import { sentimentJob } from '../../jobs/workloads/sentiment.ts';
import { settings, specOf, target } from '../support/job-world.ts';

const environmentVariables = [{ name: 'MODE', value: 'fast' }];
const group = {
  properties: { containers: [{ name: 'main', properties: { image: 'i', environmentVariables } }] },
};
const spec = specOf({
  group,
  labels: { team: 'blue' },
  fanOut: { items: { from: 3, to: 8 } },
  reduce: { group },
  artifacts: { outputPrefix: 'out/' },
});
const planned = (value = spec, items = 6, place = settings) => {
  const { plan, problem } = { plan: undefined, ...planOf(value, items, place) };
  if (!plan) throw new Error(problem);
  return plan;
};
const attempt = { jobId: 'j', task: 2, attempt: 1, target };
const now = new Date('2026-01-01T00:00:00Z');

describe('the group of an attempt', () => {
  const grants = { item: '5', inputUrls: ['https://in?sig=s'], outputUrl: 'https://out?sig=s' };
  const leaseUntil = new Date('2026-01-01T01:15:00Z');
  const made = makeGroupPlan({ plan: planned(), attempt, grants, owner: 'me', leaseUntil });

  test('has a name of its own and tags that say whose it is', () => {
    expect(made).toMatchObject({
      name: 'j-2-1',
      location: 'eastus',
      tags: {
        owner: 'me',
        kind: 'job',
        job: 'j',
        task: '2',
        attempt: '1',
        leaseUntil: '2026-01-01T01:15:00.000Z',
        'label-team': 'blue',
      },
    });
  });

  test('tells each container who it is; what carries a signature is secure', () => {
    expect(made.containers[0]?.environment).toEqual([
      { name: 'MODE', value: 'fast' },
      { name: 'JOB_ID', value: 'j' },
      { name: 'TASK_INDEX', value: '2' },
      { name: 'TASK_COUNT', value: '6' },
      { name: 'ATTEMPT', value: '1' },
      { name: 'ITEM', value: '5' },
      { name: 'INPUT_URL', secureValue: 'https://in?sig=s' },
      { name: 'INPUT_URLS', secureValue: '["https://in?sig=s"]' },
      { name: 'OUTPUT_URL', secureValue: 'https://out?sig=s' },
    ]);
  });
});

describe('the plan of a job', () => {
  test('has as many lanes as may run at once, and no more than there are items', () => {
    expect(jobPlanOf(planned())).toMatchObject({ lanes: 6, itemCount: 6, hasReduce: true });
    expect(jobPlanOf(planned(specOf({ group }), 1))).toMatchObject({ lanes: 1, hasReduce: false });
  });

  test('resolves the images of workloads, and leaves all others as they are', () => {
    const workload = effectiveSpec(spec, sentimentJob({ blobUrl: 'https://a/b' }));
    expect(groupOfTask(planned(workload), 0).properties.containers[0]?.properties.image).toBe(
      'registry.example/sentiment',
    );
    expect(groupOfTask(planned(), 0).properties.containers[0]?.properties.image).toBe('i');
  });

  test('takes the region of the spec, of the group or of the deployment, as ARM spells it', () => {
    const located = { ...group, location: 'North Europe' };
    expect(planned(specOf({ group: located, regions: ['West Europe'] })).location).toBe(
      'westeurope',
    );
    expect(planned(specOf({ group: located })).location).toBe('northeurope');
    expect(planned(specOf({ group })).location).toBe('eastus');
  });

  test('a target that the deployment may not use is a problem', () => {
    expect(planOf(specOf({ group, target: { resourceGroup: 'RG' } }), 1, settings)).toHaveProperty(
      'plan.target',
      target,
    );
    expect(planOf(specOf({ group, target: { resourceGroup: 'x' } }), 1, settings)).toEqual({
      problem: 'target is not one of those that this deployment may use',
    });
  });

  test('what a workload makes of its input keeps the submitted name and output prefix', () => {
    const input = {
      scene: 'spheres',
      width: 64,
      height: 36,
      samples: 1,
      tiles: 3,
      maxParallel: 2,
    } as const;
    const submitted = specOf({ workload: 'render', name: 'n', artifacts: { outputPrefix: 'p/' } });
    expect(effectiveSpec(submitted, renderJob(input))).toMatchObject({
      name: 'n',
      artifacts: { outputPrefix: 'p/' },
      fanOut: { items: { from: 0, to: 2 }, maxParallel: 2 },
    });
  });
});

describe('results', () => {
  const plan = planned();
  const base = 'https://r/';
  const itemsUrl = base + itemsPrefix(plan, 'j');

  test('items have a folder for each attempt; the reduce and a single task write at the top', () => {
    expect(resultsPrefix(plan, attempt)).toBe('j/out/tasks/2-1/');
    expect(resultsPrefix(plan, { ...attempt, task: 6 })).toBe('j/out/');
    const alone = planned(specOf({ group }), 1);
    expect(resultsPrefix(alone, { ...attempt, task: 0 })).toBe('j/');
    expect(resultsPrefix(alone, { ...attempt, task: 0, attempt: 2 })).toBe('j/attempt-2/');
  });

  test('what the items wrote is not the reduce’s', () => {
    const urls = [`${base}j/out/render.png`, `${itemsUrl}0-1/a.png`];
    expect(ownResults(plan, { ...attempt, task: 6 }, { urls, itemsUrl })).toEqual([urls[0]]);
    expect(ownResults(plan, attempt, { urls, itemsUrl })).toEqual(urls);
  });

  test('the reduce reads what the winning attempts wrote, in the order of the tasks', () => {
    const urls = ['10-1/a', '2-1/a', '2-2/a', '2-2/b', '3-1/a'].map((name) => itemsUrl + name);
    const succeeded = { status: 'succeeded' } as const;
    const tasks = [
      { task: 10, attempts: 1, outcome: succeeded },
      { task: 2, attempts: 2, outcome: succeeded },
      { task: 3, attempts: 1, outcome: { status: 'timedOut' } as const },
      { task: 4, attempts: 1, outcome: succeeded },
    ];
    expect(writtenByWinners([{ tasks, urls, itemsUrl }])).toEqual(
      ['2-2/a', '2-2/b', '10-1/a'].map((name) => itemsUrl + name),
    );
  });
});

test.each([
  ['2026-01-01T00:10:00Z', '2026-01-01T01:00:00.000Z'],
  ['2026-01-01T05:00:00Z', '2026-01-01T05:15:00.000Z'],
  ['2026-01-08T00:00:00Z', '2026-01-07T23:00:00.000Z'],
])('with a deadline at %s, signatures end at %s', (deadline, expected) => {
  expect(signaturesEnd(deadline, now).toISOString()).toBe(expected);
});

test('a lease ends a quarter of an hour after the deadline', () => {
  expect(leaseEnd('2026-01-01T05:00:00Z').toISOString()).toBe('2026-01-01T05:15:00.000Z');
});

test('10 minutes of 1 vCPU and 1.5 GB cost $0.0079 in East US; what never started costs nothing', () => {
  const place = { location: 'eastus', group: specOf({ group }).group ?? groupOfTask(planned(), 0) };
  const paid = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:10:00Z' };
  expect(costOf(paid, place, now)).toBeCloseTo(0.00786, 5);
  expect(costOf({ startedAt: paid.startedAt }, place, new Date(paid.finishedAt))).toBe(
    costOf(paid, place, now),
  );
  expect(costOf({}, place, now)).toBe(0);
});
