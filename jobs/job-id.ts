const chars = 8;
const newest = 36 ** chars - 1;

/**
 * The id of a new job: 16 lower-case letters and digits that sort newest first, as Table storage lists them.
 * `random` holds at least 8 random letters or digits, of which hyphens are dropped (a UUID will do).
 */
export function newJobId(now: Date, random: string): string {
  const chance = random
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, chars);
  if (chance.length < chars) throw new Error(`A job id needs ${chars} random letters or digits.`);
  return timePart(now) + chance;
}

/** Ids of all jobs made up to this moment sort after it, those of later ones before it. */
export function idsUpTo(moment: Date): string {
  return timePart(moment);
}

function timePart(moment: Date): string {
  return (newest - moment.getTime()).toString(36).padStart(chars, '0');
}
