import { actionTypes } from '../actions/index.ts';
import type { ActionCompiler } from '../actions/define-action.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { checkCondition, checkTemplate, type TemplateProblem } from '../expressions/index.ts';
import { CommonAction, commonActionKeys } from './common.ts';
import type { Action, Graph } from './compiled.ts';
import { unknownType } from './names.ts';
import { below, type Problem, problemsOf } from './problem.ts';
import { checkRunAfter } from './run-after.ts';

interface Place {
  readonly path: string;
  readonly loops: readonly string[];
  readonly isTopLevel: boolean;
}

/** Reads actions and all that are in them; what is wrong is reported, and all of it. */
export class GraphCompiler {
  private readonly connectors: Connectors;
  private readonly report: (...problems: readonly Problem[]) => void;
  private readonly names = new Map<string, string>();

  constructor(connectors: Connectors, report: (...problems: readonly Problem[]) => void) {
    this.connectors = connectors;
    this.report = report;
  }

  /** Of all levels, in lower case; also of those that can not be run. */
  get actionNames(): ReadonlySet<string> {
    return new Set(this.names.keys());
  }

  compile(actions: Readonly<Record<string, unknown>>, place: Place): Graph {
    const compiled = Object.entries(actions).flatMap(([name, raw]) => {
      const path = below(place.path, name);
      this.claim(name, path);
      const action = this.action(name, raw, { ...place, path });
      return action ? [[name, action] as const] : [];
    });
    const graph = { actions: new Map(compiled) };
    this.report(...checkRunAfter(graph, new Set(Object.keys(actions))));
    return graph;
  }

  /** Azure wants names to be unique over all levels, in any case. */
  private claim(name: string, path: string): void {
    const before = this.names.get(name.toLowerCase());
    if (before !== undefined) {
      this.report({ path, message: `there is another action of this name at ${before}` });
    }
    this.names.set(name.toLowerCase(), path);
  }

  private action(name: string, raw: unknown, place: Place): Action | undefined {
    const { path } = place;
    const common = CommonAction.safeParse(raw);
    if (!common.success) {
      this.report(...problemsOf(common.error, path));
      return undefined;
    }
    const { type, runAfter, trackedProperties } = common.data;
    const actionType = actionTypes.get(type);
    if (!actionType) {
      this.report({ path: below(path, 'type'), message: unknownType('action', type) });
      return undefined;
    }
    const own = Object.fromEntries(
      Object.entries(raw ?? {}).filter(([key]) => !commonActionKeys.includes(key)),
    );
    const compiler = this.compilerFor(name, place);
    compiler.templates(trackedProperties, 'trackedProperties');
    const body = actionType.compile(own, compiler);
    if (!body) return undefined;
    return { ...body, name, type, path, runAfter, trackedProperties, loops: place.loops };
  }

  private compilerFor(name: string, { path, loops, isTopLevel }: Place): ActionCompiler {
    const { connectors, report } = this;
    const tell = (problems: readonly TemplateProblem[]): void => {
      report(
        ...problems.map((problem) => ({ path: problem.path, message: problem.error.message })),
      );
    };
    return {
      name,
      path,
      connectors,
      loops,
      isTopLevel,
      report,
      problem: (message, ...at) => {
        report({ path: below(path, ...at), message });
      },
      templates: (value, ...at) => {
        tell(checkTemplate(value, below(path, ...at)));
      },
      condition: (value, ...at) => {
        tell(checkCondition(value, below(path, ...at)));
      },
      graph: (actions, { at, isLoop = false }) =>
        this.compile(actions, {
          path: below(path, ...at),
          loops: isLoop ? [...loops, name] : loops,
          isTopLevel: false,
        }),
    };
  }
}
