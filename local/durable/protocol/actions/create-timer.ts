import { Completion, type Coroutine, runCoroutine } from '../../replay/completion.ts';
import type { CreateTimer } from '../reply.ts';
import { longTimers } from '../trigger.ts';
import type { Scope } from './scope.ts';

/**
 * A cancelled timer is created all the same, so that the numbers stay, and is over at once. What is further off than
 * the longest timer is made of shorter ones.
 */
export function createTimer({ fireAt, isCanceled }: CreateTimer, scope: Scope): Completion {
  const { orchestration } = scope;
  const now = orchestration.now.getTime();
  const isLong = fireAt.getTime() - now > longTimers.longestMs;
  if (isLong && !isCanceled) return runCoroutine(longTimer(fireAt, scope), () => undefined);
  const { id, done } = orchestration.schedule({
    kind: 'createTimer',
    fireAt: isLong ? new Date(now + longTimers.intervalMs) : fireAt,
  });
  if (isCanceled) orchestration.end(id);
  return done;
}

function* longTimer(fireAt: Date, { orchestration }: Scope): Coroutine {
  for (;;) {
    const now = orchestration.now.getTime();
    const left = fireAt.getTime() - now;
    if (left <= 0) return;
    const next = new Date(now + Math.min(left, longTimers.intervalMs));
    yield orchestration.schedule({ kind: 'createTimer', fireAt: next }).done;
  }
}
