import { requireResourceGroup } from '../arm/resource-groups.ts';
import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { errors } from '../model/errors.ts';

/** While it runs and once it has stopped: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const runningLimit = { maxBytes: 4 * 1024 * 1024, maxLines: Number.MAX_SAFE_INTEGER };
const stoppedLimit = { maxBytes: 16 * 1024, maxLines: 1000 };

export const listLogs: Route = {
  operation: 'Containers_ListLogs',
  method: 'GET',
  guard: 'containerInstance',
  path: `${paths.container}/logs`,
  async handle(request, emulator) {
    requireResourceGroup(request, emulator);
    const { params, query } = request;
    const group = emulator.groups.get(params);
    const container = group.containers.find(({ name }) => name === params.container);
    if (!container) throw errors.containerNotFound(params.container, group.name);
    const tail = parseTail(query.get('tail'));
    const limit = container.state.state === 'Running' ? runningLimit : stoppedLimit;
    const run = { groupUid: group.uid, container: container.name, run: container.run };
    const content = await emulator.backend.readLog(run, {
      maxBytes: limit.maxBytes,
      maxLines: Math.min(limit.maxLines, tail),
      timestamps: query.get('timestamps')?.toLowerCase() === 'true',
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
