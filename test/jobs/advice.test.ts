import { describe, expect, test } from '@jest/globals';
import { adviceOf, type ContainerUse, usesOf } from '../../jobs/advice.ts';
import { specOf } from '../support/job-world.ts';

const use = (change: Partial<ContainerUse> = {}): ContainerUse => ({
  container: 'main',
  minutes: 10,
  least: 1,
  vcpuUsd: 0.01,
  gbUsd: 0.001,
  ...change,
});
const memory = (asked: number, most: number, change: Partial<ContainerUse> = {}) =>
  use({ memoryInGB: { asked, most }, ...change });
const cpu = (asked: number, most: number, change: Partial<ContainerUse> = {}) =>
  use({ cpu: { asked, most }, ...change });

describe('advice', () => {
  test.each<[string, ContainerUse[], string[]]>([
    [
      'a container that used little memory could ask for half as much again as it used',
      [memory(4, 1)],
      ['main used at most 1024 MB of 4 GB: memoryInGB 1.5 would do, and saves $0.0025 per run'],
    ],
    [
      'amounts are tenths of a GB, rounded up',
      [memory(8, 2.01)],
      ['main used at most 2059 MB of 8 GB: memoryInGB 3.1 would do, and saves $0.0049 per run'],
    ],
    [
      'a group has 1 GB at least',
      [memory(1.5, 0.3)],
      ['main used at most 308 MB of 1.5 GB: memoryInGB 1 would do, and saves $0.00050 per run'],
    ],
    [
      'a container beside others may have less',
      [memory(1.5, 0.3, { least: 0.5 })],
      ['main used at most 308 MB of 1.5 GB: memoryInGB 0.5 would do, and saves $0.0010 per run'],
    ],
    ['one that used most of it is told nothing', [memory(2, 1.2)], []],
    ['nor one that could do with a little less', [memory(2, 1.1)], []],
    ['nor one that used more than it asked for', [memory(2, 3)], []],
    ['nor one that has the least there is', [memory(1, 0.1)], []],
    [
      'one that was measured for some minutes only is told nothing',
      [memory(4, 1, { minutes: 4 })],
      [],
    ],
    [
      'the short runs of many tasks count together, and the highest tells',
      [
        memory(4, 1, { minutes: 2 }),
        memory(4, 1.6, { minutes: 2 }),
        memory(4, 0.5, { minutes: 1 }),
      ],
      ['main used at most 1639 MB of 4 GB: memoryInGB 2.4 would do, and saves $0.0016 per run'],
    ],
    [
      'those of other sizes do not',
      [memory(4, 1, { minutes: 3 }), memory(5, 1, { minutes: 3 })],
      [],
    ],
    [
      'a container that was idle could ask for half vCPUs',
      [cpu(4, 1.3)],
      ['main used at most 1.3 of 4 vCPUs: cpu 2 would do, and saves $0.020 per run'],
    ],
    ['one that used its vCPUs is told nothing', [cpu(2, 1.9)], []],
    ['a group has 1 vCPU at least', [cpu(1, 0.1)], []],
    [
      'what costs nothing saves nothing',
      [memory(4, 1, { gbUsd: 0 })],
      ['main used at most 1024 MB of 4 GB: memoryInGB 1.5 would do'],
    ],
    ['nothing measured, nothing said', [], []],
  ])('%s', (_, uses, advice) => {
    expect(adviceOf(uses)).toEqual(advice);
  });
});

describe('what was measured', () => {
  const container = (name: string) => ({
    name,
    properties: { image: 'i', resources: { requests: { cpu: 1, memoryInGB: 2 } } },
  });
  const groupOf = (...names: string[]) => {
    const { group } = specOf({ group: { properties: { containers: names.map(container) } } });
    if (!group) throw new Error('no group');
    return { location: 'eastus', group };
  };

  test('is set beside what each container asked for, and what that cost', () => {
    const measured = [{ container: 'main', minutes: 3, cpu: 0.5, memoryInGB: 1 }];
    expect(usesOf(groupOf('main'), 3600, measured)).toEqual([
      {
        container: 'main',
        minutes: 3,
        cpu: { asked: 1, most: 0.5 },
        memoryInGB: { asked: 2, most: 1 },
        least: 1,
        vcpuUsd: expect.closeTo(0.0405, 9),
        gbUsd: expect.closeTo(0.00445, 9),
      },
    ]);
  });

  test('of containers that are none of the group is left out, and what is not known stays so', () => {
    const measured = [
      { container: 'init', minutes: 3, cpu: 1 },
      { container: 'b', minutes: 3, memoryInGB: 1 },
    ];
    const [only, ...others] = usesOf(groupOf('a', 'b'), 60, measured);
    expect(only).toMatchObject({ container: 'b', least: 0.5 });
    expect(only).not.toHaveProperty('cpu');
    expect(others).toEqual([]);
  });
});
