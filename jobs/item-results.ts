import { z } from 'zod';
import type { TaskRow } from './job-rows.ts';
import type { Failed, JobOutcome } from './outcome.ts';
import type { ItemCounts } from './runs.ts';

/** What a container that was given several items may write below `OUTPUT_URL`, to say how each of them went. */
export const itemResultsFile = 'items.json';

/** `index` is the place in the list that it was given, from 0. */
const ItemResults = z.array(
  z.object({ index: z.int().min(0), ok: z.boolean(), message: z.string().optional() }),
);

type TaskItems = NonNullable<TaskRow['items']>;

/**
 * What came of each item of a task. What the file does not name went as its container did: well if that exited with 0.
 * A file that cannot be read speaks for no item. `numbers` are those of the items that were given, in their order.
 */
export function itemsOfTaskEnd(
  text: string | undefined,
  numbers: readonly number[],
  outcome: JobOutcome,
): { readonly row: TaskItems; readonly counts: ItemCounts } {
  const told = text === undefined ? new Map<number, Told>() : parsed(text);
  const hasEnded = outcome.status === 'succeeded' && told !== undefined;
  const bad = numbers.flatMap((number, index) => {
    const one = told?.get(index);
    const isOk = one ? one.ok : hasEnded;
    return isOk ? [] : [{ number, message: one?.message }];
  });
  const counts = { succeeded: numbers.length - bad.length, failed: bad.length };
  const [first] = bad;
  return {
    row: { ...counts, failedNumbers: bad.map(({ number }) => number) },
    counts: first ? { ...counts, firstFailure: failureOf(first, outcome, !told) } : counts,
  };
}

/** The same counts, of a task that has been recorded. */
export function recordedCounts(items: TaskItems, outcome: JobOutcome): ItemCounts {
  const { succeeded, failed, failedNumbers } = items;
  const [number] = failedNumbers;
  if (number === undefined) return { succeeded, failed };
  return {
    succeeded,
    failed,
    firstFailure: failureOf({ number, message: undefined }, outcome, false),
  };
}

interface Told {
  readonly ok: boolean;
  readonly message?: string | undefined;
}

const maxMessage = 300;

function failureOf(
  { number, message }: { readonly number: number; readonly message: string | undefined },
  outcome: JobOutcome,
  isUnreadable: boolean,
): Failed {
  if (message === undefined && outcome.status === 'failed') return outcome;
  const why = isUnreadable
    ? `${itemResultsFile} is no list of {index, ok, message}`
    : (message ?? `the container says so in ${itemResultsFile}`);
  const text = `item ${number} of it: ${why}`.slice(0, maxMessage);
  return { status: 'failed', class: 'container-exit', message: text };
}

/** By index; the last word counts. Undefined when it cannot be read. */
function parsed(text: string): Map<number, Told> | undefined {
  try {
    const results = ItemResults.parse(JSON.parse(text));
    return new Map(results.map((result) => [result.index, result]));
  } catch {
    return undefined;
  }
}
