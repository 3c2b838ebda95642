import path from 'node:path';
import { becomeClientOf } from '../../local/demo/client.ts';
import { startStack } from '../../local/launcher/index.ts';
import type { Ready } from '../../local/support/service.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** What is done with a stack whose host runs the app in this folder; the stack's data lie beside it. */
export async function withStackOf<T>(
  appFolder: string,
  use: (ready: Ready) => Promise<T>,
): Promise<T> {
  const dataFolder = path.join(appFolder, '..', 'data');
  const stack = await startStack({
    ...{ root, appFolder, dataFolder },
    ...{ ports: 'random', engine: 'process' },
  });
  try {
    await becomeClientOf(stack.ready);
    return await use(stack.ready);
  } finally {
    await stack.stop();
  }
}
