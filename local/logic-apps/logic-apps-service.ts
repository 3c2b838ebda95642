import path from 'node:path';
import type { Logger } from 'pino';
import { type Clock, SystemClock } from '../support/clock.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import type { LocalService, Ready } from '../support/service.ts';
import type { Connectors } from './connectors/connectors.ts';
import { compileWorkflow } from './definition/compile-workflow.ts';
import { DefinitionError } from './definition/problem.ts';
import type { Workflow } from './definition/workflow.ts';
import type { Outside } from './engine/outside.ts';
import { WorkflowRunner } from './engine/workflow-runner.ts';
import { routes } from './http/routes.ts';
import { type DefinitionFile, loadDefinitions } from './load-definitions.ts';
import { parametersFor } from './parameters.ts';
import { RunStore } from './store/run-store.ts';

interface LogicAppsOptions {
  /** The folder of the definitions. */
  readonly definitions: string;
  readonly dataFolder: string;
  readonly port: number;
  /** By name, for all workflows; `workflow.name` for one of them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** The longest time between two polls of a trigger, whatever its recurrence says. */
  readonly pollAtLeastEveryMs?: number | undefined;
  readonly connectors: Connectors;
  readonly outside: Outside;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Runs every definition of a folder, and shows its runs as Azure's management API does. */
export class LogicAppsService implements LocalService {
  private readonly options: LogicAppsOptions;
  private readonly runners = new Map<string, WorkflowRunner>();
  private server: HttpServer | undefined;
  private store: RunStore | undefined;

  constructor(options: LogicAppsOptions) {
    this.options = options;
  }

  /** Resolves when every trigger has looked once: what comes from then on starts runs. */
  async start(): Promise<Ready> {
    const { definitions, dataFolder, port, clock } = this.options;
    const workflows = this.compileAll(await loadDefinitions(definitions));
    const store = new RunStore(path.join(dataFolder, 'logic-apps.sqlite'));
    this.store = store;
    for (const { workflow, file } of workflows) {
      store.keepDefinition(workflow.version, JSON.stringify(file.json));
      this.runners.set(workflow.name, this.runnerOf(workflow, store));
    }
    const advanceClock =
      clock instanceof SystemClock
        ? (ms: number) => {
            clock.advance(ms);
          }
        : undefined;
    const app = routes({ runners: this.runners, store, advanceClock });
    this.server = await startHttpServer({ fetch: (request) => app.fetch(request), port });
    const running = [...this.runners.values()];
    this.resumeAll(store);
    await Promise.all(running.map((runner) => runner.start()));
    return { logicApps: this.server.url };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.runners.values()].map((runner) => runner.stop()));
    await this.server?.close();
    this.store?.close();
    this.store = undefined;
  }

  /** Throws one error that names what is wrong with any of them. */
  private compileAll(files: readonly DefinitionFile[]) {
    const errors: string[] = [];
    const compiled = files.flatMap((file) => {
      try {
        return [{ file, workflow: this.compile(file) }];
      } catch (error) {
        if (!(error instanceof DefinitionError)) throw error;
        errors.push(error.message);
        return [];
      }
    });
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return compiled;
  }

  /** Runs whose definition is no longer in the folder are carried to their end too: they may own a group. */
  private resumeAll(store: RunStore): void {
    for (const [name, runs] of Map.groupBy(store.unfinishedRuns(), (run) => run.workflow)) {
      const version = runs[0]?.version ?? '';
      const runner = this.runners.get(name) ?? this.runnerOfVersion(name, version, store);
      if (!runner) continue;
      this.runners.set(name, runner);
      runner.resume(runs);
    }
  }

  private runnerOfVersion(
    name: string,
    version: string,
    store: RunStore,
  ): WorkflowRunner | undefined {
    const workflow = this.compileVersion(name, version, store);
    return workflow && this.runnerOf(workflow, store);
  }

  /** Undefined, and said, when what it needs is not there any more. */
  private compileVersion(name: string, version: string, store: RunStore): Workflow | undefined {
    const text = store.definition(version);
    if (text === undefined) return undefined;
    const json: unknown = JSON.parse(text);
    try {
      return this.compile({ name, json });
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      this.options.log.error(
        { err: error },
        'runs of an older definition are not carried on by it',
      );
      return undefined;
    }
  }

  private compile({ name, json }: DefinitionFile): Workflow {
    const { connectors, parameters, subscriptionId, resourceGroup, location } = this.options;
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
    return compileWorkflow({
      name,
      file: json,
      connectors,
      parameters: parametersFor(name, parameters),
      id: `${group}/providers/Microsoft.Logic/workflows/${name}`,
      location,
    });
  }

  private runnerOf(workflow: Workflow, store: RunStore): WorkflowRunner {
    return new WorkflowRunner({
      ...this.options,
      workflow,
      store,
      olderVersion: (version) => this.compileVersion(workflow.name, version, store),
    });
  }
}
