import { describe, expect, test } from '@jest/globals';
import { emptyAdmission } from '../../../jobs/admission/state.ts';
import { grantedTo, Region } from './support/region.ts';

describe('a permit', () => {
  test('is given as long as there are cores, and asked for again it is the same permit', () => {
    const region = new Region({ cores: 2.5 });
    expect(grantedTo(region.ask('a', 0))).toBe(true);
    expect(grantedTo(region.ask('a', 1))).toBe(true);
    expect(grantedTo(region.ask('a', 1))).toBe(true);
    expect(region.ask('a', 2)).toMatchObject({ result: 'wait', what: 'quota', place: 1 });
    expect(region.held).toEqual(['a-0-1', 'a-1-1']);
  });

  test('is given as long as there may be more groups', () => {
    const region = new Region({ groups: 1 });
    region.ask('a', 0, { cores: 0.1 });
    expect(region.ask('a', 1, { cores: 0.1 })).toMatchObject({ result: 'wait', what: 'quota' });
  });

  test('that is released is offered to whoever is next, who is to be told', () => {
    const region = new Region({ cores: 1 });
    region.ask('a', 0);
    region.ask('a', 1);
    region.ask('a', 2);
    expect(region.give('a-0-1')).toEqual({ wake: ['a-1-1'] });
    expect(grantedTo(region.ask('a', 2))).toBe(false);
    expect(grantedTo(region.ask('a', 1))).toBe(true);
  });

  test('that is released twice frees no more than it took', () => {
    const region = new Region({ cores: 1 });
    region.ask('a', 0);
    region.ask('a', 1);
    region.give('a-0-1');
    expect(region.give('a-0-1')).toEqual({ wake: [] });
    expect(region.held).toEqual(['a-1-1']);
  });

  test('of a group that could not be deleted is kept until somebody sees that it is gone', () => {
    const region = new Region({ cores: 1 });
    region.ask('a', 0);
    region.ask('a', 1);
    expect(region.give('a-0-1', { isLeft: true })).toEqual({ wake: [] });
    region.at += 300;
    expect(region.ask('a', 1)).toMatchObject({ survey: { suspects: ['a-0-1'] } });
    expect(region.told({ gone: ['a-0-1'] })).toEqual({ wake: ['a-1-1'] });
  });

  test('that nobody came for lapses, and the next is told', () => {
    const region = new Region({ cores: 1 });
    region.ask('a', 0);
    region.ask('a', 1);
    region.ask('a', 2);
    region.give('a-0-1');
    region.at += 300;
    expect(grantedTo(region.ask('a', 2))).toBe(true);
  });

  test('whose orchestration has disappeared is found by the next survey', () => {
    const region = new Region({ cores: 2 });
    region.ask('a', 0);
    region.ask('a', 1);
    region.at += 900;
    expect(region.ask('a', 2)).toMatchObject({ survey: { suspects: ['a-0-1', 'a-1-1'] } });
    const limits = { cores: 2 };
    region.told({ limits, usage: { groups: 1, cores: 1 }, gone: ['a-0-1'] });
    expect(region.held).toEqual(['a-1-1', 'a-2-1']);
    region.ask('a', 2);
    region.at += 301;
    expect(region.ask('a', 3)).toMatchObject({ survey: { suspects: [] } });
  });

  test('lapses after a day that nobody could see anything', () => {
    const region = new Region({ cores: 1 });
    region.ask('a', 0);
    region.at += 900 + 24 * 3600;
    expect(grantedTo(region.ask('a', 1))).toBe(true);
  });

  test('of a Spot group takes nothing of the other cores, and waits for nobody who does', () => {
    const region = new Region({ cores: 1, spotCores: 1 });
    region.ask('a', 0);
    region.ask('a', 1);
    expect(grantedTo(region.ask('b', 0, { spot: true }))).toBe(true);
    expect(grantedTo(region.ask('b', 1, { spot: true }))).toBe(false);
  });

  test('for more than a region has is refused, when Azure has said so', () => {
    const region = new Region();
    expect(region.ask('a', 0, { cores: 11 })).toEqual({ result: 'tooLarge', limit: 10, wake: [] });
    region.state = emptyAdmission;
    expect(grantedTo(region.ask('a', 0, { cores: 11 }))).toBe(true);
  });
});

describe('turns', () => {
  test('go round the jobs, however long one has waited', () => {
    const region = new Region({ cores: 1 });
    region.ask('z', 0);
    for (let task = 0; task < 5; task += 1) region.ask('a', task);
    region.ask('b', 0);
    region.ask('b', 1);
    expect(turns(region, 'z-0-1', 6)).toEqual([
      'a-0-1',
      'b-0-1',
      'a-1-1',
      'b-1-1',
      'a-2-1',
      'a-3-1',
    ]);
  });

  test('come twice as often to a job of twice the weight', () => {
    const region = new Region({ cores: 1 });
    region.ask('z', 0);
    for (let task = 0; task < 9; task += 1) region.ask('a', task);
    for (let task = 0; task < 9; task += 1) region.ask('b', task, { weight: 2 });
    const jobs = turns(region, 'z-0-1', 9).map(([job]) => job);
    expect(jobs.filter((job) => job === 'b')).toHaveLength(6);
  });

  test('of a large group are kept for it: small ones do not pass it by for ever', () => {
    const region = new Region({ cores: 4 });
    region.ask('a', 0);
    region.ask('b', 0, { cores: 4 });
    for (let task = 1; task < 20; task += 1) region.ask('a', task);
    // Nothing is given while the large one is next, though three cores are free.
    const held = new Set(region.held);
    for (const name of held) region.give(name);
    for (let round = 0; round < 10 && !region.held.includes('b-0-1'); round += 1)
      for (const name of region.held) region.give(name);
    expect(region.held).toContain('b-0-1');
  });

  test('come to a job that waits also when new jobs come all the time', () => {
    const region = new Region({ cores: 1 });
    region.ask('z', 0);
    for (let task = 0; task < 3; task += 1) region.ask('a', task);
    let holder = 'z-0-1';
    const seen: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      region.ask(`new${String(n)}`, 0);
      [holder = ''] = region.give(holder).wake;
      seen.push(holder);
    }
    expect(seen.filter((name) => name.startsWith('a-'))).toHaveLength(3);
  });

  test('are shown as a place: how many come before, and oneself', () => {
    const region = new Region({ cores: 1 });
    region.ask('z', 0);
    for (let task = 0; task < 5; task += 1) region.ask('a', task);
    expect(region.ask('b', 0)).toMatchObject({ place: 2, isFirst: true });
    expect(region.ask('a', 4)).toMatchObject({ place: 6, isFirst: false });
  });

  test('end for a whole job that is stopped; all that waited are told', () => {
    const region = new Region({ cores: 1 });
    region.ask('z', 0);
    for (let task = 0; task < 3; task += 1) region.ask('a', task);
    region.ask('b', 0);
    expect(region.leave('a').wake).toEqual(['a-0-1', 'a-1-1', 'a-2-1']);
    expect(region.give('z-0-1').wake).toEqual(['b-0-1']);
  });
});

test('its state stays small: 2,000 that wait and 100 permits take less than 40 KB', () => {
  const region = new Region({ cores: 100 });
  for (let task = 0; task < 2100; task += 1)
    region.ask(`job${String(task % 20).padStart(13, '0')}`, task);
  expect(region.held).toHaveLength(100);
  expect(JSON.stringify(region.state).length).toBeLessThan(40_000);
});

/** Who gets the only core, one after another. */
function turns(region: Region, holder: string, count: number): string[] {
  const names: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const [next = ''] = region.give(names.at(-1) ?? holder).wake;
    names.push(next);
  }
  return names;
}
