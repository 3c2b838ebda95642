import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { becomeClientOf } from '../local/demo/client.ts';
import { type Stack, startStack } from '../local/launcher/index.ts';
import type { Ready } from '../local/support/service.ts';

export const root = path.join(import.meta.dirname, '..');

/** Runs `use` with a new stack on free ports; nothing of it is left. `startedInMs` is how long it took to be ready. */
export async function withStack<T>(
  use: (ready: Ready, startedInMs: number, stack: Stack) => Promise<T>,
): Promise<T> {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'durable-aci-bench-'));
  try {
    const before = performance.now();
    const stack = await startStack({
      root,
      dataFolder,
      ports: 'random',
      engine: 'process',
      limits: 'unlimited',
    });
    const startedInMs = performance.now() - before;
    try {
      await becomeClientOf(stack.ready);
      return await use(stack.ready, startedInMs, stack);
    } finally {
      await stack.stop();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}
