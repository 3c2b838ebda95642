import { mkdir, mkdtemp } from 'node:fs/promises';
import path from 'node:path';

/** A new folder below the project's own `.local/`, so that what runs in it finds the project's packages. */
export async function temporaryFolder(name: string): Promise<string> {
  await mkdir('.local', { recursive: true });
  return mkdtemp(path.resolve('.local', `test-${name}-`));
}
