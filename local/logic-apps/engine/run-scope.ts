import type { ExpressionScope, OperationRecord } from '../expressions/index.ts';
import type { ActionRecord } from './action-record.ts';
import type { RunState } from './run-state.ts';
import { type Turns, turnsKey } from './turns.ts';

type Wrapped = { readonly value: unknown } | undefined;

/** What an action's expressions see of the run; notes whether anything of it is secured. */
export class RunScope implements ExpressionScope {
  private readonly run: RunState;
  private readonly turns: Turns;
  private readonly self: string | undefined;
  private readonly ownItem: Wrapped;
  private readonly parent: RunScope | undefined;
  private seen = false;

  constructor(options: {
    readonly run: RunState;
    readonly turns: Turns;
    /** The action whose expressions are evaluated. */
    readonly self?: string;
    /** Of a Select or a Query. */
    readonly item?: Wrapped;
    readonly parent?: RunScope;
  }) {
    this.run = options.run;
    this.turns = options.turns;
    this.self = options.self;
    this.ownItem = options.item;
    this.parent = options.parent;
  }

  /** Whether something was read that the history hides. */
  get hasReadSecured(): boolean {
    return this.seen;
  }

  withItem(item: Wrapped): RunScope {
    return this.with({ item });
  }

  withTurns(turns: Turns): RunScope {
    return this.with({ turns });
  }

  private with(other: { readonly item?: Wrapped; readonly turns?: Turns }): RunScope {
    const { run, turns, self } = this;
    const known = { run, turns, parent: this, ...(self !== undefined && { self }) };
    return new RunScope({ ...known, ...other });
  }

  now(): Date {
    return this.run.clock.now();
  }

  newGuid(): string {
    return this.run.outside.newGuid();
  }

  random(): number {
    return this.run.outside.random();
  }

  trigger(): OperationRecord {
    const { trigger, name } = this.run.record;
    const { secured, ...shown } = trigger;
    this.note(secured.outputs || secured.inputs);
    return { ...shown, clientTrackingId: name, code: 'OK', status: 'Succeeded' };
  }

  actions(name: string): OperationRecord | undefined {
    const record = this.run.find(name, this.turns);
    this.note(record?.secured.outputs ?? false);
    if (record) return this.shown(record);
    // In a loop that made no turn, for one: it is there, and there is nothing of it.
    const action = this.run.workflow.findAction(name);
    return action && { name: action.name };
  }

  action(): OperationRecord | undefined {
    return this.self === undefined ? undefined : this.actions(this.self);
  }

  result(scopeName: string): readonly OperationRecord[] | undefined {
    const scope = this.run.workflow.findAction(scopeName);
    const record = this.run.find(scopeName, this.turns);
    if (!scope?.branches || !record) return undefined;
    const children = new Set(scope.branches.flatMap(({ actions }) => [...actions.keys()]));
    const begin = turnsKey(scope.loops, this.turns);
    const records = this.run.recordsOf(children, begin);
    for (const { secured } of records) this.note(secured.outputs || secured.inputs);
    return records.map((each) => this.shown(each));
  }

  parameters(name: string): Wrapped {
    const parameter = this.run.workflow.parameters.get(name.toLowerCase());
    this.note(parameter?.isSecure ?? false);
    return parameter && { value: parameter.value };
  }

  variables(name: string): Wrapped {
    const variable = this.run.variables.find(name);
    this.note(variable?.isSecured ?? false);
    return variable && { value: variable.value };
  }

  items(loopName: string): Wrapped {
    return this.turnOf(loopName)?.item;
  }

  item(): Wrapped {
    if (this.ownItem) return this.ownItem;
    return [...this.turns.values()].findLast(({ item }) => item)?.item;
  }

  iterationIndexes(loopName: string): number | undefined {
    return this.turnOf(loopName)?.index;
  }

  workflow(): Readonly<Record<string, unknown>> {
    const { id, name, location } = this.run.workflow;
    const run = this.run.record.name;
    return {
      id,
      name,
      type: 'Microsoft.Logic/workflows',
      location,
      tags: {},
      run: { id: `${id}/runs/${run}`, name: run, type: 'Microsoft.Logic/workflows/runs' },
    };
  }

  listCallbackUrl(): undefined {
    return undefined;
  }

  private turnOf(loopName: string) {
    const wanted = loopName.toLowerCase();
    return [...this.turns].find(([loop]) => loop.toLowerCase() === wanted)?.[1];
  }

  private note(isSecured: boolean): void {
    if (!isSecured) return;
    this.seen = true;
    this.parent?.note(true);
  }

  private shown(record: ActionRecord): OperationRecord {
    const { name, status, code, error, inputs, outputs } = record;
    const { startTime, endTime, trackingId } = record;
    return {
      ...{ name, startTime, endTime, trackingId, clientTrackingId: this.run.record.name },
      ...{ status, code, inputs, outputs },
      ...(error && { error }),
    };
  }
}
