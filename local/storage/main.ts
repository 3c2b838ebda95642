import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runAsProcess } from '../support/service.ts';
import { Resources } from './resources.ts';
import { StorageService } from './storage-service.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.local' },
    certificates: { type: 'string' },
    'blob-port': { type: 'string', default: '10000' },
    'queue-port': { type: 'string', default: '10001' },
    'table-port': { type: 'string', default: '10002' },
  },
});

function portOf(flag: 'blob-port' | 'queue-port' | 'table-port'): number {
  const port = Number(values[flag]);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  console.error(`storage: --${flag} is ${values[flag]}, which is not a port (0 to 65535)`);
  process.exit(1);
}

const dataFolder = path.resolve(values.data);
const service = new StorageService({
  dataFolder,
  certificatesFolder: path.resolve(values.certificates ?? path.join(dataFolder, 'certificates')),
  resources: Resources.parse(
    JSON.parse(await readFile(new URL('resources.json', import.meta.url), 'utf8')),
  ),
  program: {
    file: fileURLToPath(import.meta.resolve('azurite/dist/src/azurite.js')),
    preload: new URL('stop-with-parent.ts', import.meta.url).href,
  },
  ports: {
    blob: portOf('blob-port'),
    queue: portOf('queue-port'),
    table: portOf('table-port'),
  },
  onLost: (error) => {
    console.error(`storage: ${error.message}`);
    process.exit(1);
  },
});
await runAsProcess('storage', service);
