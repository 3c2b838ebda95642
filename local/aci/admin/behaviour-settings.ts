import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Behaviour, type Limits } from '../model/behaviour.ts';

const { longRunning, delete: deletion, limits, ...shape } = Behaviour.shape;

/** Any part of a behaviour; of the limits, any of them. */
export const BehaviourChange = z
  .strictObject({
    longRunning: longRunning.unwrap(),
    delete: deletion.unwrap(),
    deleteSeconds: shape.deleteSeconds.unwrap(),
    imageMissing: shape.imageMissing.unwrap(),
    platformRestartsOnFailure: shape.platformRestartsOnFailure.unwrap(),
    tokens: shape.tokens.unwrap(),
    apiVersions: shape.apiVersions.unwrap(),
    locations: shape.locations.unwrap(),
    limits: limits.partial(),
  })
  .partial();
export type BehaviourChange = z.infer<typeof BehaviourChange>;

/**
 * How the emulator behaves where Azure has more than one way; may be changed while it runs. What was changed is kept
 * over restarts, the rest is what the command line says.
 */
export class BehaviourSettings {
  private readonly database: DatabaseSync;
  private readonly limits: Limits;
  private changes: BehaviourChange;
  private behaviour: Behaviour;

  constructor(database: DatabaseSync, limits: Limits) {
    this.database = database;
    this.limits = limits;
    const row = database.prepare('SELECT json FROM behaviour').get();
    this.changes = BehaviourChange.parse(JSON.parse(String(row?.['json'] ?? '{}')));
    this.behaviour = this.merged();
  }

  get current(): Behaviour {
    return this.behaviour;
  }

  /** Adds to the changes made before. */
  change(change: BehaviourChange): void {
    this.changes = {
      ...this.changes,
      ...change,
      limits: { ...this.changes.limits, ...change.limits },
    };
    this.database
      .prepare('INSERT OR REPLACE INTO behaviour VALUES (1, ?)')
      .run(JSON.stringify(this.changes));
    this.behaviour = this.merged();
  }

  /** Takes all changes back. */
  reset(): void {
    this.changes = {};
    this.database.exec('DELETE FROM behaviour');
    this.behaviour = this.merged();
  }

  private merged(): Behaviour {
    return Behaviour.parse({
      ...this.changes,
      limits: { ...this.limits, ...this.changes.limits },
    });
  }
}
