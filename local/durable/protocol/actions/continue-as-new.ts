import { Completion } from '../../replay/completion.ts';
import type { ContinueAsNew } from '../reply.ts';
import type { Scope } from './scope.ts';

export function continueAsNew({ input }: ContinueAsNew, { orchestration }: Scope): Completion {
  orchestration.continueAsNew(input === undefined || input === null ? null : JSON.stringify(input));
  return Completion.done();
}
