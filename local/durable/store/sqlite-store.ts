import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inTransaction, openDatabase } from '../../support/sqlite.ts';
import { eventText, type HistoryEvent, parseEvents } from '../engine/history.ts';
import { type Instance, type InstanceFilter, isTerminal } from '../engine/instance.ts';
import type { ActivityTask } from '../engine/ports.ts';
import type {
  Message,
  NewInstance,
  OrchestrationStore,
  QueuedMessage,
  Rewrite,
  Timer,
  TurnCommit,
} from '../engine/store.ts';
import { listQuery } from './list-query.ts';
import { activityOf, instanceOf, messagesOf, text } from './rows.ts';
import { migrations } from './schema.ts';

/** The store in one SQLite file, for one process at a time. `:memory:` keeps nothing. */
export class SqliteStore implements OrchestrationStore {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.database = openDatabase(file, migrations);
  }

  instance(instanceId: string): Instance | undefined {
    const row = this.sql('SELECT * FROM instances WHERE instanceId = ?').get(instanceId);
    return row && instanceOf(row);
  }

  instances(filter: InstanceFilter, limit: number): Instance[] {
    const { where, values } = listQuery(filter);
    return this.sql(`SELECT * FROM instances ${where} ORDER BY instanceId LIMIT ?`)
      .all(...values, limit)
      .map(instanceOf);
  }

  history(instanceId: string): HistoryEvent[] {
    const rows = this.sql('SELECT event FROM history WHERE instanceId = ? ORDER BY position').all(
      instanceId,
    );
    return parseEvents(rows.map((row) => text(row, 'event')));
  }

  inbox(instanceId: string): QueuedMessage[] {
    return messagesOf(
      this.sql('SELECT * FROM inbox WHERE instanceId = ? ORDER BY sequence').all(instanceId),
    );
  }

  create(start: NewInstance): void {
    inTransaction(this.database, () => {
      this.insertNew(start);
    });
  }

  send(message: Message): void {
    this.insertMessage(message);
  }

  commitTurn(commit: TurnCommit): void {
    inTransaction(this.database, () => {
      const { instanceId } = commit.instance;
      this.deleteMessages(commit.consumed);
      if (commit.replacesHistory) this.clear(instanceId, ['history']);
      // A cancelled timer of an execution that is over would ring for nobody.
      if (commit.replacesHistory || isTerminal(commit.instance.status))
        this.clear(instanceId, ['timers']);
      this.upsertInstance(commit.instance);
      for (const event of commit.events) this.insertEvent(instanceId, event);
      for (const activity of commit.activities) this.insertActivity(activity);
      for (const timer of commit.timers) this.insertTimer(timer);
      for (const child of commit.children) this.insertNew(child);
      for (const message of commit.messages) this.insertMessage(message);
    });
  }

  rewrite({ histories, messages }: Rewrite): void {
    inTransaction(this.database, () => {
      for (const { instance, events } of histories) {
        this.clear(instance.instanceId, ['history']);
        this.upsertInstance(instance);
        for (const event of events) this.insertEvent(instance.instanceId, event);
      }
      for (const message of messages) this.insertMessage(message);
    });
  }

  discard(messages: readonly QueuedMessage[]): void {
    inTransaction(this.database, () => {
      this.deleteMessages(messages);
    });
  }

  completeActivities(completions: readonly { task: ActivityTask; event: HistoryEvent }[]): void {
    inTransaction(this.database, () => {
      for (const { task, event } of completions) {
        const { instanceId, executionId, taskId } = task;
        // After a terminate, a purge or a new start of the id nobody waits for it any more.
        const { changes } = this.sql(
          'DELETE FROM activities WHERE instanceId = ? AND executionId = ? AND taskId = ?',
        ).run(instanceId, executionId, taskId);
        if (changes !== 0) this.insertMessage({ instanceId, executionId, event });
      }
    });
  }

  nextTimer(): Date | undefined {
    const row = this.sql('SELECT MIN(fireAt) AS fireAt FROM timers').get();
    return typeof row?.['fireAt'] === 'number' ? new Date(row['fireAt']) : undefined;
  }

  fireTimers(now: Date): string[] {
    return inTransaction(this.database, () => {
      const due = this.sql('SELECT * FROM timers WHERE fireAt <= ? ORDER BY fireAt, sequence').all(
        now.getTime(),
      );
      const messages = messagesOf(due);
      for (const message of messages) this.insertMessage(message);
      this.sql('DELETE FROM timers WHERE fireAt <= ?').run(now.getTime());
      return messages.map(({ instanceId }) => instanceId);
    });
  }

  purge(instanceIds: readonly string[]): number {
    return inTransaction(this.database, () => {
      for (const id of instanceIds)
        this.clear(id, ['instances', 'history', 'inbox', 'timers', 'activities']);
      return instanceIds.length;
    });
  }

  unfinished(): { readonly instanceIds: string[]; readonly activities: ActivityTask[] } {
    return {
      instanceIds: this.sql('SELECT DISTINCT instanceId FROM inbox ORDER BY sequence')
        .all()
        .map((row) => text(row, 'instanceId')),
      activities: this.sql('SELECT * FROM activities ORDER BY sequence').all().map(activityOf),
    };
  }

  close(): void {
    this.database.close();
  }

  private insertNew({ instance, start }: NewInstance): void {
    const { instanceId } = instance;
    this.clear(instanceId, ['history', 'inbox', 'timers']);
    this.upsertInstance(instance);
    this.insertMessage({ instanceId, executionId: null, event: start });
  }

  private upsertInstance(instance: Instance): void {
    this.sql('INSERT OR REPLACE INTO instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      instance.instanceId,
      instance.executionId,
      instance.name,
      instance.version,
      instance.status,
      instance.input,
      instance.output,
      instance.customStatus,
      instance.createdAt.getTime(),
      instance.updatedAt.getTime(),
      instance.generation,
    );
  }

  private insertEvent(instanceId: string, event: HistoryEvent): void {
    this.sql('INSERT INTO history (instanceId, event) VALUES (?, ?)').run(
      instanceId,
      eventText(event),
    );
  }

  private insertActivity(task: ActivityTask): void {
    this.sql(
      'INSERT INTO activities (instanceId, executionId, taskId, name, input) VALUES (?, ?, ?, ?, ?)',
    ).run(task.instanceId, task.executionId, task.taskId, task.name, task.input);
  }

  private insertTimer({ instanceId, executionId, fireAt, event }: Timer): void {
    this.sql('INSERT INTO timers (instanceId, executionId, fireAt, event) VALUES (?, ?, ?, ?)').run(
      instanceId,
      executionId,
      fireAt.getTime(),
      JSON.stringify(event),
    );
  }

  private insertMessage({ instanceId, executionId, event }: Message): void {
    this.sql('INSERT INTO inbox (instanceId, executionId, event) VALUES (?, ?, ?)').run(
      instanceId,
      executionId,
      JSON.stringify(event),
    );
  }

  private deleteMessages(messages: readonly QueuedMessage[]): void {
    for (const { sequence } of messages)
      this.sql('DELETE FROM inbox WHERE sequence = ?').run(sequence);
  }

  private clear(instanceId: string, tables: readonly string[]): void {
    for (const table of tables)
      this.sql(`DELETE FROM ${table} WHERE instanceId = ?`).run(instanceId);
  }

  private sql(source: string): StatementSync {
    const kept = this.statements.get(source);
    if (kept) return kept;
    const statement = this.database.prepare(source);
    this.statements.set(source, statement);
    return statement;
  }
}
