import fc from 'fast-check';
import { afterWake, type Answers, early, wake } from './play.ts';

const running = { group: { state: 'running' }, cancelRequested: false };
const read = fc.constantFrom(running, afterWake(running), afterWake(afterWake(running)));
const timer = fc.constantFrom('fires', early, wake, afterWake('fires'));
const ten = { minLength: 10, maxLength: 10 };

/** Answers for ten turns of a watch whose group keeps running, with wakes in any read and any wait. */
export const tenTurns: fc.Arbitrary<Answers> = fc.record({
  readGroup: fc.array(read, ten),
  timer: fc.array(timer, ten),
});
