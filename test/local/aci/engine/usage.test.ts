import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { withEngine } from '../../../support/container-engine.ts';
import { BackendWorld, shell } from './support/backend-world.ts';

withEngine(() => {
  let world: BackendWorld;
  beforeAll(async () => {
    world = await BackendWorld.open();
  });
  afterAll(() => world.close());

  test('what a container has used is known by the account of the engine, also after its end', async () => {
    const run = await world.run(shell('timeout 7 sh -c "while :; do :; done"; true'));
    const used = () => {
      const minutes = world.backend.usage(run);
      const most = (of: 'memoryBytes' | 'cpuMillicores') =>
        Math.max(0, ...minutes.map((minute) => minute[of]?.most ?? 0));
      return { memory: most('memoryBytes'), cpu: most('cpuMillicores') };
    };
    await eventually(() => Promise.resolve(used().cpu > 50 ? true : undefined));
    expect(used().cpu).toBeLessThan(2_500);
    expect(used().memory).toBeGreaterThan(50_000);
    expect(used().memory).toBeLessThan(100e6);
    await world.exit(run);
    expect(used().cpu).toBeGreaterThan(50);
  }, 30_000);
});
