import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Connectors } from '../connectors/connectors.ts';
import { checkTemplate } from '../expressions/index.ts';
import { triggerTypes } from '../triggers/index.ts';
import type { Trigger } from '../triggers/define-trigger.ts';
import { connectionsOf } from './connections.ts';
import { GraphCompiler } from './compile-graph.ts';
import { unknownType } from './names.ts';
import { Parameters, resolveParameters } from './parameters.ts';
import { below, DefinitionError, type Problem, problemsOf } from './problem.ts';
import { checkReferences } from './references.ts';
import { Workflow } from './workflow.ts';

const Definition = z.strictObject({
  $schema: z.string().optional(),
  contentVersion: z.string().optional(),
  description: z.string().optional(),
  metadata: z.unknown().optional(),
  parameters: Parameters.default({}),
  triggers: z.record(z.string(), z.looseObject({ type: z.string() })),
  actions: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
});
type Definition = z.infer<typeof Definition>;

/** A file may hold the definition alone, or wrapped as Consumption and Standard have it. */
const Wrapped = z.strictObject({
  $schema: z.string().optional(),
  definition: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
  kind: z.literal('Stateful', 'must be Stateful').optional(),
});

interface CompileOptions {
  readonly name: string;
  /** The parsed file. */
  readonly file: unknown;
  readonly connectors: Connectors;
  /** Values of parameters; they win over those in the file. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the workflow, in Azure's form. */
  readonly id: string;
  readonly location: string;
}

/** Reads a definition; throws one DefinitionError that names all that is wrong or not implemented, and where. */
export function compileWorkflow(options: CompileOptions): Workflow {
  const problems: Problem[] = [];
  const report = (...more: readonly Problem[]): void => void problems.push(...more);
  const found = readDefinition(options.file, report);
  if (!found) throw new DefinitionError(options.name, problems);
  const { definition, path, parameters } = found;
  const connections = connectionsOf(options.connectors, parameters['$connections']);
  const connectors = options.connectors.withAliases(connections.aliases);
  const compiler = new GraphCompiler(connectors, report);
  const workflow = new Workflow({
    ...options,
    version: versionOf(options.file),
    graph: compiler.compile(definition.actions, {
      path: below(path, 'actions'),
      loops: [],
      isTopLevel: true,
    }),
    triggers: compileTriggers(definition, { path, report, connectors }),
    parameters: resolveParameters(definition.parameters, {
      given: { ...parameters, ...options.parameters, $connections: connections.value },
      path: below(path, 'parameters'),
      report,
    }),
    outputs: Object.fromEntries(
      Object.entries(definition.outputs).map(([name, { value }]) => [name, value]),
    ),
  });
  report(...templateProblems(definition.outputs, below(path, 'outputs')));
  report(...unknownNames(definition, { workflow, path, actions: compiler.actionNames }));
  if (problems.length > 0) throw new DefinitionError(options.name, problems);
  return workflow;
}

function versionOf(file: unknown): string {
  return createHash('sha256').update(JSON.stringify(file)).digest('hex').slice(0, 20);
}

function readDefinition(file: unknown, report: (...problems: Problem[]) => void) {
  const isWrapped = z.looseObject({ definition: z.unknown() }).safeParse(file);
  const wrapped = Wrapped.safeParse(
    isWrapped.success && isWrapped.data.definition !== undefined ? file : { definition: file },
  );
  if (!wrapped.success) {
    report(...problemsOf(wrapped.error, '$'));
    return undefined;
  }
  const path = isWrapped.success && isWrapped.data.definition !== undefined ? '$.definition' : '$';
  const definition = Definition.safeParse(wrapped.data.definition);
  if (!definition.success) {
    report(...problemsOf(definition.error, path));
    return undefined;
  }
  const parameters = Object.fromEntries(
    Object.entries(wrapped.data.parameters).map(([name, { value }]) => [name, value]),
  );
  return { definition: definition.data, path, parameters };
}

function compileTriggers(
  { triggers }: Definition,
  options: {
    readonly path: string;
    readonly connectors: Connectors;
    readonly report: (...problems: readonly Problem[]) => void;
  },
): ReadonlyMap<string, Trigger> {
  const { connectors, report } = options;
  const compiled = Object.entries(triggers).flatMap(([name, raw]) => {
    const path = below(options.path, 'triggers', name);
    const type = triggerTypes.get(raw.type);
    if (!type) {
      report({ path: below(path, 'type'), message: unknownType('trigger', raw.type) });
      return [];
    }
    const trigger = type.compile(raw, {
      name,
      path,
      connectors,
      report,
      problem: (message, ...at) => {
        report({ path: below(path, ...at), message });
      },
      templates: (value, ...at) => {
        report(...templateProblems(value, below(path, ...at)));
      },
    });
    return trigger ? [[name, trigger] as const] : [];
  });
  return new Map(compiled);
}

function templateProblems(value: unknown, path: string): Problem[] {
  return checkTemplate(value, path).map((problem) => ({
    path: problem.path,
    message: problem.error.message,
  }));
}

function unknownNames(
  definition: Definition,
  options: {
    readonly workflow: Workflow;
    readonly path: string;
    readonly actions: ReadonlySet<string>;
  },
): Problem[] {
  const { actions, triggers, outputs } = definition;
  const { workflow, path } = options;
  const known = {
    actions: options.actions,
    parameters: new Set(workflow.parameters.keys()),
    variables: new Set(variablesOf(actions)),
  };
  return Object.entries({ actions, triggers, outputs }).flatMap(([part, value]) =>
    checkReferences(value, below(path, part), known),
  );
}

const Initialized = z.object({
  type: z.literal('InitializeVariable'),
  inputs: z.object({ variables: z.array(z.object({ name: z.string() })) }),
});

function variablesOf(actions: Definition['actions']): string[] {
  return Object.values(actions).flatMap((action) => {
    const { data } = Initialized.safeParse(action);
    return data?.inputs.variables.map(({ name }) => name.toLowerCase()) ?? [];
  });
}
