import process from 'node:process';
import { z } from 'zod';
import { parseCommandLine } from '../../local/support/command-line.ts';

const whole = z.coerce.number('must be a number').int('must be a whole number');

/** So many processes are killed. */
export const kills = whole.min(1, 'must be 1 or more');
/** What decides which, and when. */
export const seed = whole.min(0, 'must be 0 or more');

/** Reads the command line; one that is wrong ends the program with a line that says why, and exit code 2. */
export function readOptions<S extends z.ZodObject>(schema: S): z.output<S> {
  try {
    return parseCommandLine(schema, process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}
