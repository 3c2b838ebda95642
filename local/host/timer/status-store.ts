import type { DatabaseSync } from 'node:sqlite';

/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#usage */
export interface TimerStatus {
  /** Undefined before the first run. */
  readonly last: Date | undefined;
  readonly next: Date;
  readonly lastUpdated: Date;
}

/** When each timer ran and is to run, so that a restarted host notices what it missed. */
export class TimerStatusStore {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  load(functionName: string): TimerStatus | undefined {
    const row = this.database
      .prepare('SELECT last, next, last_updated FROM timer_status WHERE function = ?')
      .get(functionName);
    if (!row) return undefined;
    return {
      last: row['last'] === null ? undefined : new Date(Number(row['last'])),
      next: new Date(Number(row['next'])),
      lastUpdated: new Date(Number(row['last_updated'])),
    };
  }

  save(functionName: string, { last, next, lastUpdated }: TimerStatus): void {
    this.database
      .prepare(
        'INSERT OR REPLACE INTO timer_status (function, last, next, last_updated) VALUES (?, ?, ?, ?)',
      )
      .run(functionName, last?.getTime() ?? null, next.getTime(), lastUpdated.getTime());
  }
}
