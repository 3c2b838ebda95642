import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseCommandLine, port } from '../support/command-line.ts';
import { runAsProcess } from '../support/service.ts';
import { Resources } from './resources.ts';
import { StorageService } from './storage-service.ts';

const Options = z.object({
  data: z.string().default('.local'),
  certificates: z.string().optional(),
  'blob-port': port.default(10_000),
  'queue-port': port.default(10_001),
  'table-port': port.default(10_002),
});

/** Options are read when it starts, so that a wrong one is one line like any other failure to start. */
let service: StorageService | undefined;
await runAsProcess('storage', {
  async start() {
    const { data, certificates, ...ports } = parseCommandLine(Options, process.argv.slice(2));
    const dataFolder = path.resolve(data);
    service = new StorageService({
      dataFolder,
      certificatesFolder: path.resolve(certificates ?? path.join(dataFolder, 'certificates')),
      resources: Resources.parse(
        JSON.parse(await readFile(new URL('resources.json', import.meta.url), 'utf8')),
      ),
      program: {
        file: fileURLToPath(import.meta.resolve('azurite/dist/src/azurite.js')),
        preload: new URL('stop-with-parent.ts', import.meta.url).href,
      },
      ports: {
        blob: ports['blob-port'],
        queue: ports['queue-port'],
        table: ports['table-port'],
      },
      onLost: (error) => {
        console.error(`storage: ${error.message}`);
        process.exit(1);
      },
    });
    return service.start();
  },
  async stop() {
    await service?.stop();
  },
});
