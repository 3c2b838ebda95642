import type { RunError } from '../actions/action-run.ts';
import type { Action } from '../definition/compiled.ts';
import type { Status } from '../definition/status.ts';
import type { Workflow } from '../definition/workflow.ts';
import type { Clock } from '../../support/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { ActionRecord, RunRecord } from './action-record.ts';
import type { Outside } from './outside.ts';
import type { Turns } from './turns.ts';
import { Variables } from './variables.ts';

export interface RunEnd {
  readonly status: Status;
  readonly error?: RunError;
}

/** One run as its actions see it: what is known of them, the variables, and whether it is over. */
export class RunState {
  readonly workflow: Workflow;
  readonly record: RunRecord;
  readonly variables: Variables;
  readonly clock: Clock;
  readonly outside: Outside;
  private readonly store: RunStore;
  private readonly actions = new Map<string, ActionRecord>();
  private readonly over = new AbortController();
  private isSuspended = false;
  terminated: RunEnd | undefined;

  constructor(options: {
    readonly workflow: Workflow;
    readonly record: RunRecord;
    readonly store: RunStore;
    readonly clock: Clock;
    readonly outside: Outside;
  }) {
    this.workflow = options.workflow;
    this.record = options.record;
    this.store = options.store;
    this.clock = options.clock;
    this.outside = options.outside;
    this.variables = new Variables(options.store.variables(options.record.name));
    for (const record of options.store.actions(options.record.name)) this.put(record);
  }

  /** Aborted when the run is terminated, or the process stops. */
  get signal(): AbortSignal {
    return this.over.signal;
  }

  /** Nothing more is kept: after the next start the run goes on from here. */
  suspend(): void {
    this.isSuspended = true;
    this.over.abort();
  }

  get suspended(): boolean {
    return this.isSuspended;
  }

  terminate(end: RunEnd): void {
    this.terminated ??= end;
    this.over.abort();
  }

  save(records: readonly ActionRecord[], options: { readonly withVariables: boolean }): void {
    if (this.isSuspended) return;
    for (const record of records) this.put(record);
    this.store.saveActions(
      this.record.name,
      records,
      options.withVariables ? this.variables.all() : undefined,
    );
  }

  at(name: string, turns: string): ActionRecord | undefined {
    return this.actions.get(keyOf(name, turns));
  }

  /** The action's record as seen from within certain turns; of an Until that is over, from its last turn. */
  find(name: string, turns: Turns): ActionRecord | undefined {
    const action = this.workflow.actions.get(name) ?? this.workflow.findAction(name);
    const key = action && this.keyFor(action, turns);
    return action && key !== undefined ? this.at(action.name, key) : undefined;
  }

  /** Of all turns in memory, in the order in which they began. */
  recordsOf(names: ReadonlySet<string>, turnsBegin: string): ActionRecord[] {
    return [...this.actions.values()].filter(
      ({ name, turns }) => names.has(name) && turns.startsWith(turnsBegin),
    );
  }

  /** The records with secured values that are still kept for later actions. */
  secured(): readonly ActionRecord[] {
    return this.store
      .actions(this.record.name)
      .filter(({ secured }) => secured.inputs || secured.outputs);
  }

  /** Frees the memory of a turn that nobody can see any more. */
  forget(turns: string): void {
    for (const [key, record] of this.actions) {
      if (record.turns === turns || record.turns.startsWith(`${turns}/`)) this.actions.delete(key);
    }
  }

  private put(record: ActionRecord): void {
    this.actions.set(keyOf(record.name, record.turns), record);
  }

  private keyFor(action: Action, turns: Turns): string | undefined {
    const parts: string[] = [];
    for (const loop of action.loops) {
      const index = turns.get(loop)?.index ?? this.lastTurn(loop, parts.join('/'));
      if (index === undefined) return undefined;
      parts.push(`${loop}:${index}`);
    }
    return parts.join('/');
  }

  private lastTurn(loop: string, turns: string): number | undefined {
    if (this.workflow.actions.get(loop)?.loop !== 'Until') return undefined;
    const progress = this.at(loop, turns)?.progress;
    return typeof progress === 'object' && progress !== null && 'turn' in progress
      ? Number(progress.turn)
      : undefined;
  }
}

const keyOf = (name: string, turns: string): string => `${turns} ${name}`;
