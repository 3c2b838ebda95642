import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { inTransaction, openDatabase } from '../../support/sqlite.ts';
import { ActionRecord, RunRecord } from '../engine/action-record.ts';
import { Variable } from '../engine/variables.ts';
import { migrations } from './migrations.ts';

/** All that is known of runs, written before it counts: it survives `kill -9`. */
export class RunStore {
  private readonly database: DatabaseSync;

  constructor(file: string) {
    this.database = openDatabase(file, migrations);
    // What was secured is overwritten when it is deleted: https://sqlite.org/pragma.html#pragma_secure_delete
    this.database.exec('PRAGMA secure_delete = ON');
  }

  close(): void {
    this.database.close();
  }

  keepDefinition(version: string, json: string): void {
    this.database
      .prepare('INSERT OR IGNORE INTO definitions (version, json) VALUES (?, ?)')
      .run(version, json);
  }

  definition(version: string): string | undefined {
    const row = this.database
      .prepare('SELECT json FROM definitions WHERE version = ?')
      .get(version);
    return row && String(row['json']);
  }

  /** Keeps what a poll found, and the runs that it starts, together. */
  keepPoll(
    trigger: { readonly workflow: string; readonly name: string },
    state: unknown,
    runs: readonly RunRecord[],
  ): void {
    inTransaction(this.database, () => {
      this.database
        .prepare('INSERT OR REPLACE INTO triggers (workflow, name, state) VALUES (?, ?, ?)')
        .run(trigger.workflow, trigger.name, JSON.stringify(state ?? null));
      for (const run of runs) this.saveRun(run);
    });
  }

  triggerState(trigger: { readonly workflow: string; readonly name: string }): unknown {
    const row = this.database
      .prepare('SELECT state FROM triggers WHERE workflow = ? AND name = ?')
      .get(trigger.workflow, trigger.name);
    return row === undefined ? undefined : parse(row['state']);
  }

  saveRun(run: RunRecord): void {
    this.database
      .prepare(
        `INSERT INTO runs (name, workflow, status, json) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET status = excluded.status, json = excluded.json`,
      )
      .run(run.name, run.workflow, run.status, JSON.stringify(run));
  }

  /** An action as it stands, with the variables that it may have changed. */
  saveActions(
    run: string,
    records: readonly ActionRecord[],
    variables?: readonly Variable[],
  ): void {
    inTransaction(this.database, () => {
      const insert = this.database.prepare(
        `INSERT INTO actions (run, name, turns, json) VALUES (?, ?, ?, ?)
         ON CONFLICT (run, name, turns) DO UPDATE SET json = excluded.json`,
      );
      for (const record of records) {
        insert.run(run, record.name, record.turns, JSON.stringify(withoutSecuredInputs(record)));
      }
      if (!variables) return;
      this.database
        .prepare('UPDATE runs SET variables = ? WHERE name = ?')
        .run(JSON.stringify(variables), run);
    });
  }

  /** Ends a run: what only its actions needed, secured values first of all, is forgotten. */
  endRun(run: RunRecord, secured: readonly ActionRecord[]): void {
    const { inputs, outputs, ...trigger } = run.trigger;
    const kept = {
      ...run,
      trigger: {
        ...trigger,
        ...(!trigger.secured.inputs && { inputs }),
        ...(!trigger.secured.outputs && { outputs }),
      },
    };
    inTransaction(this.database, () => {
      this.saveRun(kept);
      this.database.prepare('UPDATE runs SET variables = NULL WHERE name = ?').run(run.name);
      const update = this.database.prepare(
        'UPDATE actions SET json = ? WHERE run = ? AND name = ? AND turns = ?',
      );
      for (const record of secured) {
        const shown = {
          ...record,
          progress: undefined,
          inputs: record.secured.inputs ? undefined : record.inputs,
          outputs: record.secured.outputs ? undefined : record.outputs,
        };
        update.run(JSON.stringify(shown), run.name, record.name, record.turns);
      }
    });
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** The newest first. */
  runs(filter: { readonly workflow?: string; readonly top: number }): RunRecord[] {
    const rows = this.database
      .prepare(
        'SELECT json FROM runs WHERE workflow = coalesce(?, workflow) ORDER BY seq DESC LIMIT ?',
      )
      .all(filter.workflow ?? null, filter.top);
    return rows.map((row) => RunRecord.parse(parse(row['json'])));
  }

  /** In the order in which they began. */
  unfinishedRuns(): RunRecord[] {
    const rows = this.database
      .prepare("SELECT json FROM runs WHERE status IN ('Waiting', 'Running') ORDER BY seq")
      .all();
    return rows.map((row) => RunRecord.parse(parse(row['json'])));
  }

  run(name: string): RunRecord | undefined {
    const row = this.database.prepare('SELECT json FROM runs WHERE name = ?').get(name);
    return row && RunRecord.parse(parse(row['json']));
  }

  variables(run: string): Variable[] {
    const row = this.database.prepare('SELECT variables FROM runs WHERE name = ?').get(run);
    const text = row?.['variables'];
    return typeof text === 'string' ? z.array(Variable).parse(parse(text)) : [];
  }

  /** Of every turn, in the order in which they began. */
  actions(run: string): ActionRecord[] {
    const rows = this.database
      .prepare('SELECT json FROM actions WHERE run = ? ORDER BY seq')
      .all(run);
    return rows.map((row) => ActionRecord.parse(parse(row['json'])));
  }
}

/** They are never needed again. */
function withoutSecuredInputs({ inputs, ...record }: ActionRecord): ActionRecord {
  return record.secured.inputs ? record : { ...record, inputs };
}

function parse(json: unknown): unknown {
  const value: unknown = JSON.parse(String(json));
  return value;
}
