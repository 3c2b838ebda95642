import { type Completion, type Coroutine, runCoroutine } from '../../replay/completion.ts';
import type { RetryOptions } from '../reply.ts';
import type { Scope } from './scope.ts';

/**
 * Calls again after each failure, with a timer before each attempt, and one that fires at once after the last: the SDK
 * waits for it before it throws.
 * https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/RetryInterceptor.cs
 */
export function withRetry(options: RetryOptions, scope: Scope, call: () => Completion): Completion {
  return runCoroutine(attempts(options, scope, call), () => undefined);
}

function* attempts(options: RetryOptions, scope: Scope, call: () => Completion): Coroutine {
  const { orchestration } = scope;
  const expiresMs = orchestration.now.getTime() + options.retryTimeoutInMilliseconds;
  const last = options.maxNumberOfAttempts - 1;
  for (let attempt = 0; attempt <= last; attempt += 1) {
    const run = call();
    yield run;
    if (!run.hasFailed) return;
    const now = orchestration.now.getTime();
    if (attempt < last && now >= expiresMs) {
      scope.stall('its retryTimeout has passed, for which the SDK waits in vain, on Azure, too');
      return;
    }
    const delayMs = attempt < last ? delayAfter(attempt, options) : 0;
    const fireAt = new Date(now + delayMs);
    yield orchestration.schedule({ kind: 'createTimer', fireAt }).done;
  }
}

function delayAfter(attempt: number, options: RetryOptions): number {
  return Math.min(
    options.firstRetryIntervalInMilliseconds * options.backoffCoefficient ** attempt,
    options.maxRetryIntervalInMilliseconds,
  );
}
