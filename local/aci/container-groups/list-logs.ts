import { requireResourceGroup } from '../arm/resource-groups.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';
import { findFault } from '../model/find-fault.ts';
import { readLaggingLog } from './lagging-log.ts';
import { requireVisibleGroup } from './visible-group.ts';

/** While it runs and once it has stopped: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const runningLimit = { maxBytes: 4 * 1024 * 1024, maxLines: Number.MAX_SAFE_INTEGER };
const stoppedLimit = { maxBytes: 16 * 1024, maxLines: 1000 };

/** The end of what a container's newest run wrote; empty before it has begun. */
export const listLogs: Route = {
  operation: 'Containers_ListLogs',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.container}/logs`,
  async handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const { params, query } = request;
    const group = requireVisibleGroup(request, emulator);
    const container = [...group.initContainers, ...group.containers].find(
      ({ name }) => name === params.container,
    );
    if (!container) throw errors.containerNotFound(params.container, group.name);
    const tail = parseTail(query.get('tail'));
    if (emulator.faultUses.take(group, 'logsError')) {
      throw errors.containerLogNotAvailable(container.name, group.name);
    }
    if (emulator.faultUses.take(group, 'logsNull')) return ok({ content: null });
    if (container.run === 0) return ok({ content: '' });
    const limit = container.state.state === 'Running' ? runningLimit : stoppedLimit;
    const run = { groupUid: group.uid, container: container.name, run: container.run };
    const timestamps = query.get('timestamps')?.toLowerCase() === 'true';
    const options = { ...limit, timestamps };
    const lag = findFault(group, 'logsLag');
    const content = lag
      ? await readLaggingLog(emulator, run, { ...options, tail, lagSeconds: lag.seconds })
      : await emulator.backend.readLog(run, {
          ...options,
          maxLines: Math.min(limit.maxLines, tail),
        });
    return ok({ content });
  },
};

function parseTail(tail: string | null): number {
  if (tail === null) return Number.MAX_SAFE_INTEGER;
  if (/^\d{1,9}$/.test(tail)) return Number(tail);
  throw errors.invalidRequest([
    { code: 'InvalidQueryParameter', target: 'tail', message: 'It has to be a number of lines.' },
  ]);
}
