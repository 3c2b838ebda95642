import { parseBody } from '../http/parse-body.ts';
import { ok, type Route } from '../http/route.ts';
import { BehaviourChange } from './behaviour-settings.ts';

const path = '/_emu/behaviour';

/** The behaviour of the emulator; Azure's can not be chosen. */
export const behaviourRoutes: readonly Route[] = [
  {
    operation: 'Emulator_GetBehaviour',
    method: 'GET',
    path,
    guard: 'open',
    handle: (_request, { behaviour }) => ok(behaviour.current),
  },
  {
    operation: 'Emulator_ChangeBehaviour',
    method: 'PATCH',
    path,
    guard: 'open',
    handle({ text }, { behaviour }) {
      behaviour.change(parseBody(text, BehaviourChange));
      return ok(behaviour.current);
    },
  },
];
