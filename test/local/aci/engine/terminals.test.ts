import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withEngine } from '../../../support/container-engine.ts';
import { eventually } from '../../../support/eventually.ts';
import type { RunKey } from '../../../../local/aci/container-groups/container-backend.ts';
import { BackendWorld, shell } from './support/backend-world.ts';

const size = { rows: 33, cols: 99 };

/** Collects what a terminal shows until it has shown this. */
async function shows(terminal: Duplex, wanted: RegExp): Promise<string> {
  let seen = '';
  for await (const chunk of terminal.iterator({ destroyOnReturn: false })) {
    seen += String(chunk);
    if (wanted.test(seen)) return seen;
  }
  throw new Error(`it has ended after: ${seen}`);
}

withEngine(() => {
  let world: BackendWorld;
  let run: RunKey;
  beforeAll(async () => {
    world = await BackendWorld.open();
    run = await world.run(shell('echo before; while :; do sleep 0.1; echo tick; done'));
  });
  afterAll(() => world.close());

  test('a program has a terminal of the size that was asked for, both ways', async () => {
    const terminal = await world.backend.exec(run, ['/bin/sh'], size);
    terminal.write('stty size; echo "sum: $((20 + 22))"\n');
    await expect(shows(terminal, /sum: 42/)).resolves.toContain('33 99');
    terminal.end('exit\n');
    await text(terminal);
    expect(terminal.readableEnded).toBe(true);
  });

  test('a terminal ends with its program', async () => {
    const terminal = await world.backend.exec(run, ['echo', 'done'], size);
    await expect(text(terminal)).resolves.toBe('done\r\n');
  });

  test('a program that is not there can not start', async () => {
    await expect(world.backend.exec(run, ['no-such-program'], size)).rejects.toThrow(
      'no-such-program',
    );
  });

  test('in a container that has ended nothing can start', async () => {
    const ended = await world.run(['true']);
    await world.exit(ended);
    await expect(world.backend.exec(ended, ['/bin/sh'], size)).rejects.toThrow('does not run');
    await expect(world.backend.attach(ended)).rejects.toThrow('does not run');
    await expect(world.backend.probe(ended, ['true'], 5000)).resolves.toMatchObject({
      succeeded: false,
    });
  });

  test('who attaches sees what is written from then on, and the end', async () => {
    const script = 'echo early; until [ -e /tmp/go ]; do sleep 0.05; done; echo late; echo oh >&2';
    const talker = await world.run(shell(script));
    await eventually(async () => ((await world.log(talker)) === 'early\n' ? true : undefined));
    const output = await world.backend.attach(talker);
    output.write('nobody reads this\n');
    await world.backend.probe(talker, ['touch', '/tmp/go'], 10_000);
    const seen = await text(output);
    expect(seen).toContain('late\n');
    expect(seen).toContain('oh\n');
    expect(seen).not.toContain('early');
  });

  test('a probe succeeds by its exit code and tells what its command wrote', async () => {
    await expect(world.backend.probe(run, shell('echo fine'), 5000)).resolves.toEqual({
      succeeded: true,
      output: 'fine\n',
    });
    await expect(world.backend.probe(run, shell('echo sick >&2; exit 3'), 5000)).resolves.toEqual({
      succeeded: false,
      output: 'sick\n',
    });
    const missing = await world.backend.probe(run, ['no-such-program'], 5000);
    expect(missing).toEqual({
      succeeded: false,
      output: expect.stringContaining('no-such-program'),
    });
  });

  test('a probe that is late has failed', async () => {
    await expect(world.backend.probe(run, ['sleep', '5'], 200)).resolves.toEqual({
      succeeded: false,
      output: 'command "sleep 5" timed out',
    });
  });
});
