import { paths } from '../http/paths.ts';
import { ok, type Route } from '../http/route.ts';
import { execTarget } from './exec-target.ts';

export const attachToContainer: Route = {
  operation: 'Containers_Attach',
  method: 'POST',
  guard: 'containerInstance',
  path: `${paths.container}/attach`,
  handle(request, emulator) {
    const run = execTarget(request, emulator);
    return ok(emulator.terminals.promise({ kind: 'attach', run }, request.origin));
  },
};
