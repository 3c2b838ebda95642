import process from 'node:process';
import { analyze } from './analyze.ts';
import { readSettings } from './environment.ts';
import { Failure } from './failure.ts';

// The first process of a container ends on no signal by itself; 128 + 15 is what a shell makes of SIGTERM.
process.once('SIGTERM', () => process.exit(143));

try {
  await analyze(readSettings(process.env));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
