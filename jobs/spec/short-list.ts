import { z } from 'zod';

/** A list of 1 to `max` elements. One that is too long is one error: its elements are not looked at. */
export function shortList<T extends z.ZodType>(element: T, max: number, what: string) {
  return z
    .array(z.unknown(), `must be a list of ${what}`)
    .min(1, 'must not be empty')
    .max(max, {
      error: ({ input }) =>
        `has ${Array.isArray(input) ? input.length : 'too many'} ${what}; at most ${max} are allowed`,
    })
    .pipe(z.array(element));
}
