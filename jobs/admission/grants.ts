import { createAllowedAt, withCreate } from './create-budget.ts';
import { type AdmissionState, permitOf, poolOf, type Queue, rounded, takenBy } from './state.ts';

/** For which a waiter's group is kept free after it was told so. */
export const offerSeconds = 300;

/** Whether nothing but time has to pass for a create. */
export function isThrottled({ creates, limits, at, pausedUntil }: AdmissionState): boolean {
  return pausedUntil > at || createAllowedAt(creates, limits, at) > at;
}

/**
 * Gives permits to those that wait as long as there is room, always to the queue with the least pass. When that one's
 * group is too large for what is left, no other goes before it: it would wait for ever. Names whom to tell.
 */
export function offerAll(state: AdmissionState): { state: AdmissionState; offered: string[] } {
  const offered: string[] = [];
  let now = state;
  for (;;) {
    const next = nextQueue(now);
    if (!next) return { state: now, offered };
    const [suffix = ''] = next.waiting;
    const name = nameOf(next, suffix);
    const permit = permitOf(next, { until: now.at + offerSeconds, state: 'offered' });
    now = {
      ...withoutWaiter(now, next, suffix),
      permits: { ...now.permits, [name]: permit },
      creates: withCreate(now.creates, now.at),
      pass: Math.max(now.pass, next.pass),
    };
    offered.push(name);
  }
}

/** What a queue pays for a group; less, the more weight its job has. */
export function costOf({ cores, weight }: Pick<Queue, 'cores' | 'weight'>): number {
  return cores / weight;
}

export function nameOf({ job }: Pick<Queue, 'job'>, suffix: string): string {
  return `${job}-${suffix}`;
}

/** Without one that waits; a queue that has lost its first for a permit has its next turn later. */
function withoutWaiter(state: AdmissionState, queue: Queue, suffix: string): AdmissionState {
  const waiting = queue.waiting.filter((other) => other !== suffix);
  const queues = state.queues.flatMap((other) => {
    if (other !== queue) return [other];
    const pass = rounded(queue.pass + costOf(queue));
    return waiting.length > 0 ? [{ ...queue, waiting, pass }] : [];
  });
  return { ...state, queues };
}

function nextQueue(state: AdmissionState): Queue | undefined {
  if (isThrottled(state)) return undefined;
  const { limits, others } = state;
  const taken = takenBy(state.permits);
  if (taken.groups + others.groups >= limits.groups) return undefined;
  const blocked = new Set<string>();
  for (const queue of inTurn(state.queues)) {
    const pool = poolOf(queue);
    if (blocked.has(pool)) continue;
    const free = rounded(limits[pool] - others[pool] - taken[pool]);
    // Where the limit is assumed, Azure says whether a large group may be, when there is none beside it.
    const alone = !state.isTold && taken[pool] === 0;
    if (queue.cores <= free || alone) return queue;
    blocked.add(pool);
  }
  return undefined;
}

/** By their passes; of the same, the one that has waited longer comes first, as it stands first. */
export function inTurn(queues: readonly Queue[]): Queue[] {
  return [...queues].sort((a, b) => a.pass - b.pass);
}
