import { expect, test } from '@jest/globals';
import { admitRunOf } from '../../../jobs/admission/admit-run.ts';
import { parseJobSpec } from '../../../jobs/job-spec.ts';
import { planOf } from '../../../jobs/plan.ts';
import { jobPlanOf } from '../../../jobs/plan-file.ts';
import { oneContainer, settings, specOf, target } from '../../support/job-world.ts';

/** What the first attempt of a job asks of its region's queue. */
function asked(spec: object): unknown {
  const planned = planOf(specOf({ group: oneContainer, ...spec }), 1, settings);
  if (planned.problem !== undefined) throw new Error(planned.problem);
  const { policy, provisioningTimeoutSeconds } = jobPlanOf(planned.plan);
  const deadline = '2026-01-01T00:00:00.000Z';
  const attempt = { jobId: 'j', task: 0, attempt: 1, target };
  return admitRunOf({ ...attempt, deadline, provisioningTimeoutSeconds, policy }, undefined);
}

test("the weight of a job goes with each of its groups to the region's queue", () => {
  expect(asked({ weight: 5 })).toMatchObject({ region: 'eastus', cores: 1, weight: 5 });
});

test('a job of weight 1 asks as one that says nothing', () => {
  expect(asked({ weight: 1 })).toEqual(asked({}));
});

test.each([0, 101, 1.5, '2', -1])('%j is no weight', (weight) => {
  expect(parseJobSpec({ group: oneContainer, weight })).toEqual({
    ok: false,
    errors: [{ path: 'weight', message: 'must be a whole number from 1 to 100' }],
  });
});
