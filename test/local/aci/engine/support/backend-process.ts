import process from 'node:process';
import { EngineBackend } from '../../../../../local/aci/engine-backend/engine-backend.ts';
import { findEngine } from '../../../../../local/aci/engine-backend/find-engine.ts';
import { SystemClock } from '../../../../../local/support/clock.ts';

/**
 * A process that starts one container for each script it is given and then waits to be killed:
 *   node backend-process.ts DATA_FOLDER IMAGE GROUP_UID SCRIPT...
 * Container `container-0` of the group runs the first script, `container-1` the second, and so on.
 */
const [dataFolder = '', image = '', groupUid = '', ...scripts] = process.argv.slice(2);
const engine = await findEngine();
if (!engine) throw new Error('no engine answers');
const clock = new SystemClock();
const options = { killGraceMs: 0, stackPorts: [], pull: false };
const backend = new EngineBackend({ engine, dataFolder, clock, ...options });
const nothing = { images: [image], volumes: [], publicPorts: [], probedPorts: [] };
await backend.prepareGroup({ groupUid, groupName: 'killed', ...nothing });
for (const [index, script] of scripts.entries()) {
  const limits = { cpuLimit: 1, memoryLimitBytes: 2e8 };
  const parts = { image, environment: [], mounts: [], ...limits };
  const command = ['/bin/sh', '-c', script];
  const container = `container-${index}`;
  const started = await backend.start({ groupUid, container, run: 1, command, ...parts });
  if (started.result === 'failed') throw new Error(started.message);
}
console.log('started');
setInterval(() => undefined, 1000);
