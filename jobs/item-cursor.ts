import { z } from 'zod';
import { defineContract } from './contract.ts';
import { emptyLane, goesOn, withTask } from './lane-end.ts';
import { LaneEnd, TaskEnd } from './runs.ts';

/** An item that a lane has run to its end. */
export const EndedItem = z.object({
  position: z.int(),
  task: z.int(),
  end: TaskEnd,
});
export type EndedItem = z.infer<typeof EndedItem>;

/** A lane that wants an item, with the account of the one it had. */
const ItemRequest = z.object({
  lane: z.int(),
  itemCount: z.int(),
  /** No further item is given out once more than so many have failed; absent: all are. */
  stopsAbove: z.int().optional(),
  ended: EndedItem.optional(),
});
type ItemRequest = z.infer<typeof ItemRequest>;

/** What a lane is to do next: absent, there is nothing left for it. */
export const GivenItem = z.object({
  position: z.int().optional(),
  /** Nobody gave an account of it: the lane that had it has died. */
  isTakenUp: z.boolean().optional(),
});
export type GivenItem = z.infer<typeof GivenItem>;

/** Of all items of a job: which have been given out, who has which, and what became of those that have ended. */
export const ItemCursor = z.object({
  next: z.int(),
  /** Positions by the number of the lane that has it. */
  held: z.record(z.string(), z.int()),
  isStopped: z.boolean(),
  account: LaneEnd,
});
export type ItemCursor = z.infer<typeof ItemCursor>;

export const newCursor: ItemCursor = { next: 0, held: {}, isStopped: false, account: emptyLane };

/**
 * Gives a lane its next item. Each position is given out once; to the lane that holds it, again. An account counts once,
 * and only from the lane that holds the item.
 */
export function giveItem(
  before: ItemCursor,
  { lane, itemCount, stopsAbove, ended }: ItemRequest,
): { readonly cursor: ItemCursor; readonly given: GivenItem } {
  const cursor = ended ? accounted(before, lane, ended, stopsAbove) : before;
  const held = cursor.held[lane];
  if (held !== undefined) return { cursor, given: { position: held, isTakenUp: true } };
  const { next, isStopped } = cursor;
  if (isStopped || next >= itemCount) return { cursor, given: {} };
  const after = { ...cursor, next: next + 1, held: { ...cursor.held, [lane]: next } };
  return { cursor: after, given: { position: next } };
}

/** Whether every item that was given out has ended, and none is left to be given out. */
export function isAllOver({ next, held, isStopped }: ItemCursor, itemCount: number): boolean {
  return Object.keys(held).length === 0 && (isStopped || next >= itemCount);
}

function accounted(
  cursor: ItemCursor,
  lane: number,
  { position, task, end }: EndedItem,
  stopsAbove: number | undefined,
): ItemCursor {
  if (cursor.held[lane] !== position) return cursor;
  const others = Object.entries(cursor.held).filter(([holder]) => holder !== String(lane));
  const held = Object.fromEntries(others);
  const account = withTask(cursor.account, task, end);
  const tooMany = stopsAbove !== undefined && account.failed > stopsAbove;
  return { ...cursor, held, account, isStopped: cursor.isStopped || tooMany || !goesOn(end) };
}

/** The entity of which each job has one, by its id. */
export const cursorEntity = 'itemCursor';

/** Takes the account of a lane's last item, and gives it the next. */
export const takeItem = defineContract({ name: 'take', input: ItemRequest, output: GivenItem });

/** The account of all items that have ended. The cursor is gone after it once all are over, or when it `isLast`. */
export const closeCursor = defineContract({
  name: 'close',
  input: z.object({ itemCount: z.int(), isLast: z.boolean() }),
  output: z.object({ account: LaneEnd, isOver: z.boolean() }),
});
