import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { SystemClock } from '../support/clock.ts';
import { runAsProcess } from '../support/service.ts';
import { AciService } from './aci-service.ts';
import { parseOptions } from './options.ts';

const images = fileURLToPath(new URL('images.json', import.meta.url));

/** Options are read when it starts, so that a wrong one is one line like any other failure to start. */
let service: AciService | undefined;
await runAsProcess('aci', {
  start() {
    const { imagesFile, ...options } = parseOptions(process.argv.slice(2));
    service = new AciService({
      ...options,
      imagesFile: imagesFile ?? images,
      clock: new SystemClock(),
    });
    return service.start();
  },
  async stop() {
    await service?.stop();
  },
});
