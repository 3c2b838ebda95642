import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const scratch = path.join(__dirname, '../../../../.local');

interface AppFolder extends Disposable {
  readonly folder: string;
  /** Where a database can be kept that goes with the folder. */
  readonly database: string;
}

/** A folder below this project (so that packages are found from it) with these files; removed when it is disposed of. */
export function appFolder(files: Readonly<Record<string, string>>): AppFolder {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(path.join(scratch, 'test-app-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return {
    folder,
    database: path.join(folder, 'data', 'hub.db'),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
