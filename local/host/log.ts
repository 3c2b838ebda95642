import { destination, pino, type Logger } from 'pino';
import type { LogLevel, WorkerLogEntry } from './worker/types.ts';

export interface Logs {
  /** Of the host and its libraries; from `warn` on unless LOG_LEVEL says otherwise. */
  readonly host: Logger;
  /** Of the app's functions; from `info` on unless LOG_LEVEL says otherwise. */
  readonly functions: Logger;
}

const pinoLevels = {
  trace: 'trace',
  debug: 'debug',
  information: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
} as const;

/** Logs as JSON lines on standard error: standard output is for the READY line. */
export function createLogs(level: string | undefined): Logs {
  const base = pino({ base: null, level: level ?? 'info' }, destination({ fd: 2, sync: true }));
  return {
    host: base.child({ source: 'host' }, { level: level ?? 'warn' }),
    functions: base.child({ source: 'function' }),
  };
}

/** A line of the app goes with the name of its function and the invocation, any other with the host's own. */
export function logWorkerEntry(logs: Logs, entry: WorkerLogEntry): void {
  const { level, message, functionName, invocationId } = entry;
  if (functionName === undefined) logs.host[pinoLevel(level)](message);
  else logs.functions[pinoLevel(level)]({ function: functionName, invocationId }, message);
}

function pinoLevel(level: LogLevel): (typeof pinoLevels)[LogLevel] {
  return pinoLevels[level];
}
