/** A figure for people: to a whole number of such parts of one, `100` being cents; without `parts`, to millionths. */
export function rounded(value: number, parts = 1e6): number {
  return Math.round(value * parts) / parts;
}
