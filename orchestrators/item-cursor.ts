import type { EntityContext } from 'durable-functions';
import {
  closeCursor,
  giveItem,
  isAllOver,
  type ItemCursor,
  newCursor,
  takeItem,
} from '../jobs/item-cursor.ts';

/**
 * A job's cursor: gives each of its items to one lane, and keeps the account of all. An entity runs one operation at a
 * time, each exactly once: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-entities
 */
export function itemCursor({ df }: EntityContext<ItemCursor>): void {
  const cursor = df.getState(() => newCursor) ?? newCursor;
  const input = df.getInput<unknown>();
  if (df.operationName === takeItem.name) {
    const after = giveItem(cursor, takeItem.input.parse(input));
    df.setState(after.cursor);
    df.return(after.given);
  } else if (df.operationName === closeCursor.name) {
    const { itemCount, isLast } = closeCursor.input.parse(input);
    const isOver = isAllOver(cursor, itemCount);
    df.return({ account: cursor.account, isOver });
    // After the return, which brings the entity into being.
    if (isOver || isLast) df.destructOnExit();
  } else throw new Error(`The cursor has no operation ${String(df.operationName)}.`);
}
