import { describe, expect, test } from '@jest/globals';
import { emptyAdmission } from '../../../jobs/admission/state.ts';
import { grantedTo, Region } from './support/region.ts';

describe('creates', () => {
  test('are no more than may be in five minutes; who waits is told when there may be more', () => {
    const region = new Region({ createsPer5Minutes: 2 });
    region.ask('a', 0);
    region.ask('a', 1);
    const third = region.ask('a', 2);
    expect(third).toMatchObject({ result: 'wait', what: 'throttle', place: 1, seconds: 300 + 10 });
  });

  test.each([
    ['five minutes', { createsPer5Minutes: 3 }, 300],
    ['an hour', { createsPerHour: 3 }, 3600],
  ])('never exceed their limit in any %s', (_, limits, seconds) => {
    const region = new Region({ cores: 1000, groups: 1000, ...limits });
    const times: number[] = [];
    for (let n = 0; n < 2000; n += 1) {
      region.at += 7;
      if (grantedTo(region.ask('a', n))) times.push(region.at);
      else region.leave('a');
    }
    expect(times.length).toBeGreaterThan((2000 * 7 * 3) / (seconds + 20));
    const spans = times.slice(3).map((later, index) => later - (times[index] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(seconds);
  });

  test('are counted when they come, not when they were offered', () => {
    const region = new Region({ cores: 1, createsPer5Minutes: 2 });
    region.ask('a', 0);
    region.ask('a', 1);
    region.give('a-0-1');
    region.at += 250;
    expect(grantedTo(region.ask('a', 1))).toBe(true);
    expect(region.state.creates.map(([, count]) => count)).toEqual([1, 1]);
  });
});

describe('what Azure says', () => {
  const report = (cores: number, used: number) => ({
    limits: { groups: 100, cores, spotCores: 0 },
    usage: { groups: 0, cores: used, spotCores: 0 },
    gone: [],
  });

  test('is asked for by the first that has to wait, and by one at a time', () => {
    const region = new Region({ cores: 0 });
    region.state = { ...emptyAdmission, limits: { ...emptyAdmission.limits, cores: 1 } };
    region.ask('a', 0);
    expect(region.ask('a', 1)).toMatchObject({ survey: { suspects: [] } });
    expect(region.ask('a', 2)).not.toHaveProperty('survey');
    region.at += 120;
    expect(region.ask('a', 2)).toHaveProperty('survey');
  });

  test('raises the limits, and all that have room now are told', () => {
    const region = new Region({ cores: 1 });
    for (let task = 0; task < 5; task += 1) region.ask('a', task);
    expect(region.told(report(4, 1)).wake).toEqual(['a-1-1', 'a-2-1', 'a-3-1']);
  });

  test('leaves room for what others have', () => {
    const region = new Region({ cores: 10 });
    for (let task = 0; task < 3; task += 1) region.ask('a', task);
    region.told(report(10, 8));
    const answers = [3, 4, 5, 6, 7].map((task) => region.ask('a', task));
    expect(answers.map(grantedTo)).toEqual([true, true, false, false, false]);
  });

  test('does not take for others what was ours when it was asked', () => {
    const region = new Region({ cores: 2 });
    region.ask('a', 0);
    region.ask('a', 1);
    region.at += 300;
    region.ask('a', 2);
    region.give('a-0-1');
    region.give('a-2-1');
    region.told(report(2, 2));
    expect(grantedTo(region.ask('a', 3))).toBe(true);
  });

  test('by refusing a group lowers the limit, and the group waits again', () => {
    const region = new Region({ cores: 100 });
    for (let task = 0; task < 11; task += 1) region.ask('a', task);
    const refusal =
      "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '10', Usage: '10' Requested: '1'.";
    region.give('a-10-1', { refusal });
    expect(region.ask('a', 10)).toMatchObject({ result: 'wait', what: 'quota' });
    expect(region.give('a-0-1')).toEqual({ wake: ['a-10-1'] });
  });

  test('by a 429 lets nobody through until then', () => {
    const region = new Region();
    region.ask('a', 0);
    const refusal =
      "Number of requests for action 'Microsoft.ContainerInstance/containerGroups/write' exceeded the limit of '60' for time interval '00:05:00'. Please try again after '90' seconds.";
    region.give('a-0-1', { refusal });
    expect(region.state.limits.createsPer5Minutes).toBe(60);
    expect(region.ask('a', 0)).toMatchObject({ result: 'wait', what: 'throttle', seconds: 90 });
    region.at += 90;
    expect(grantedTo(region.ask('a', 0))).toBe(true);
  });
});
