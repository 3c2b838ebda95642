import { describe, expect, test } from '@jest/globals';
import { attemptPolicyOf } from '../../jobs/attempt-policy.ts';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { oneContainer, specOf } from '../support/job-world.ts';

const policyOf = (more: object) => attemptPolicyOf(specOf({ group: oneContainer, ...more }));

function errorsOf(more: object): string[] {
  const parsed = parseJobSpec({ group: oneContainer, ...more });
  return parsed.ok ? [] : parsed.errors.map(({ path, message }) => `${path} ${message}`);
}

describe('the policy of attempts', () => {
  test('is three attempts for what says nothing about the container, when nothing is asked for', () => {
    expect(policyOf({})).toEqual({
      maxAttempts: 3,
      firstWaitSeconds: 10,
      waitFactor: 2,
      longestWaitSeconds: 300,
      classes: [
        'registry-busy',
        'capacity',
        'evicted',
        'platform-kill',
        'stuck',
        'lost',
        'platform-error',
      ],
      exitCodes: [],
      regularAfterEviction: false,
      regions: [],
    });
  });

  test('is what is asked for', () => {
    const retry = {
      maxAttempts: 5,
      backoff: { first: 'PT1M', factor: 3, longest: 'PT30M' },
      classes: ['container-exit'],
      exitCodes: [75],
      onEviction: 'regular',
    };
    const asked = { retry, regions: ['West Europe', 'northeurope'], keepOnFailure: 'PT2H' };
    expect(policyOf(asked)).toEqual({
      maxAttempts: 5,
      firstWaitSeconds: 60,
      waitFactor: 3,
      longestWaitSeconds: 1800,
      classes: ['container-exit'],
      exitCodes: [75],
      regularAfterEviction: true,
      regions: ['westeurope', 'northeurope'],
      keepSeconds: 7200,
    });
  });
});

test('what is wrong in it is said, all at once', () => {
  const retry = {
    maxAttempts: 11,
    backoff: { first: 'soon', longest: 'PT2H', factor: 0.5 },
    classes: ['quota'],
    exitCodes: [0],
    onEviction: 'give up',
    jitter: true,
  };
  const found = errorsOf({ retry, regions: ['westeurope', 'West Europe'], keepOnFailure: 'P2D' });
  expect(found.map((text) => text.split(' ')[0])).toEqual([
    'regions',
    'retry.maxAttempts',
    'retry.backoff.first',
    'retry.backoff.factor',
    'retry.backoff.longest',
    'retry.classes[0]',
    'retry.exitCodes[0]',
    'retry.onEviction',
    'retry.jitter',
    'keepOnFailure',
  ]);
  expect(found.at(-1)).toBe('keepOnFailure must be at most 1 day (P1D)');
});

test.each([[[]], [['']], [['a', 'b', 'c', 'd', 'e', 'f']], [['west-europe']]])(
  'regions %j are refused',
  (regions) => {
    expect(errorsOf({ regions })).toHaveLength(1);
  },
);
