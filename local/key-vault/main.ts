import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { SystemClock } from '../support/clock.ts';
import { parseCommandLine, port } from '../support/command-line.ts';
import { runAsProcess } from '../support/service.ts';
import { KeyVaultService } from './key-vault-service.ts';

const Options = z.strictObject({
  data: z.string().default('.local/key-vault'),
  certificates: z.string().optional(),
  port: port.default(7444),
});

/** Options are read when it starts, so that a wrong one is one line like any other failure to start. */
let service: KeyVaultService | undefined;
await runAsProcess('key-vault', {
  start() {
    const { data, certificates, port } = parseCommandLine(Options, process.argv.slice(2));
    const dataFolder = path.resolve(data);
    service = new KeyVaultService({
      dataFolder,
      certificatesFolder: path.resolve(certificates ?? path.join(dataFolder, 'certificates')),
      port,
      clock: new SystemClock(),
    });
    return service.start();
  },
  async stop() {
    await service?.stop();
  },
});
