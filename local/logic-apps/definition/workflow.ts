import type { Trigger } from '../triggers/define-trigger.ts';
import type { Action, Graph } from './compiled.ts';

export interface Parameter {
  readonly value: unknown;
  readonly isSecure: boolean;
}

/** A definition that can be run, with its parameters. */
export class Workflow {
  readonly name: string;
  /** Its resource id in Azure's form. */
  readonly id: string;
  readonly location: string;
  /** Of the definition's text. */
  readonly version: string;
  readonly graph: Graph;
  readonly triggers: ReadonlyMap<string, Trigger>;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Of all levels, by their names. */
  readonly actions: ReadonlyMap<string, Action>;

  constructor(
    parts: Pick<
      Workflow,
      'name' | 'id' | 'location' | 'version' | 'graph' | 'triggers' | 'parameters' | 'outputs'
    >,
  ) {
    this.name = parts.name;
    this.id = parts.id;
    this.location = parts.location;
    this.version = parts.version;
    this.graph = parts.graph;
    this.triggers = parts.triggers;
    this.parameters = parts.parameters;
    this.outputs = parts.outputs;
    this.actions = new Map(allActions(parts.graph).map((action) => [action.name, action]));
  }

  /** In any case, as expressions find names. */
  findAction(name: string): Action | undefined {
    const wanted = name.toLowerCase();
    return (
      this.actions.get(name) ??
      [...this.actions.values()].find((action) => action.name.toLowerCase() === wanted)
    );
  }
}

function allActions({ actions }: Graph): Action[] {
  return [...actions.values()].flatMap((action) => [
    action,
    ...(action.branches ?? []).flatMap(allActions),
  ]);
}
