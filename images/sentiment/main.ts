import process from 'node:process';
import { analyze } from './analyze.ts';
import { readSettings } from './environment.ts';
import { Failure } from './failure.ts';

try {
  await analyze(readSettings(process.env));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
