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

export interface LogicAppsOptions {
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
    const unfinished = store.unfinishedRuns();
    await Promise.all(
      [...this.runners.values()].map((runner) =>
        runner.start(unfinished.filter((run) => run.workflow === runner.workflow.name)),
      ),
    );
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
      olderVersion: (version) => {
        const json = store.definition(version);
        if (json === undefined) return undefined;
        const file: unknown = JSON.parse(json);
        return this.compile({ name: workflow.name, json: file });
      },
    });
  }
}
