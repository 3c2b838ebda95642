/** 100 ns since the year 1, of 1970. */
const ticksAt1970 = 621_355_968_000_000_000n;
const mostTicks = 9_223_372_036_854_775_807n;

/** As Azure makes the names of runs, such as 08586184336278477352290832571CU75: later ones sort first. */
export function newRunName(now: Date, random: () => number): string {
  const ticks = ticksAt1970 + BigInt(now.getTime()) * 10_000n;
  const digits = (count: number): string =>
    String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  return `${String(mostTicks - ticks).padStart(20, '0')}${digits(9)}CU${digits(2)}`;
}
