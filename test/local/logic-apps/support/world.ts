import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { aciConnector } from '../../../../local/logic-apps/connectors/aci/index.ts';
import { azureblobConnector } from '../../../../local/logic-apps/connectors/azureblob/index.ts';
import { azurequeuesConnector } from '../../../../local/logic-apps/connectors/azurequeues/index.ts';
import { Connectors } from '../../../../local/logic-apps/connectors/connectors.ts';
import { compileWorkflow } from '../../../../local/logic-apps/definition/compile-workflow.ts';
import type { Workflow } from '../../../../local/logic-apps/definition/workflow.ts';
import type { ActionRecord, RunRecord } from '../../../../local/logic-apps/engine/action-record.ts';
import { WorkflowRunner } from '../../../../local/logic-apps/engine/workflow-runner.ts';
import { RunStore } from '../../../../local/logic-apps/store/run-store.ts';
import { VirtualClock } from '../../../../local/support/clock.ts';
import { FakeArm } from './fake-arm.ts';
import { FakeBlobs, FakeQueues } from './fake-storage.ts';

const shipped = {
  subscriptionId: '11111111-1111-1111-1111-111111111111',
  resourceGroupName: 'jobs',
  location: 'westeurope',
  image: 'durableaci.azurecr.io/sentiment:1',
  imagePrefix: 'durableaci.azurecr.io/',
  registryServer: 'durableaci.azurecr.io',
  pullIdentityId: '/subscriptions/s/identities/pull',
  storageAccountName: 'account',
  blobEndpoint: 'https://account.blob.invalid',
  inputContainer: 'input',
  queueName: 'work',
  owner: 'deployment-1',
};

/** A trigger that starts one run for every message of the queue `start`. */
const onStart = {
  When_told: {
    type: 'ApiConnection',
    recurrence: { frequency: 'Second', interval: 1 },
    splitOn: "@triggerBody()?['QueueMessagesList']?['QueueMessage']",
    inputs: {
      host: { connection: { name: "@parameters('$connections')['azurequeues']['connectionId']" } },
      method: 'get',
      path: '/v2/storageAccounts/account/queues/start/message_trigger',
      queries: { visibilitytimeout: 604_800 },
    },
  },
};

/** A workflow that is started by `World.run` and has these actions. */
export const definition = (actions: object, more: object = {}) => ({
  definition: {
    parameters: { $connections: { type: 'Object', defaultValue: {} } },
    triggers: onStart,
    actions,
    ...more,
  },
});

/** The runner on a virtual clock, with a cloud in memory. */
export class World {
  readonly clock = new VirtualClock();
  readonly arm = new FakeArm(this.clock);
  readonly blobs = new FakeBlobs(this.clock);
  readonly queues = new FakeQueues(this.clock);
  readonly requests: Request[] = [];
  respond: (request: Request) => Response | Promise<Response> = () => new Response('ok');
  readonly connectors = new Connectors([
    aciConnector(this.arm),
    azureblobConnector(this.blobs),
    azurequeuesConnector(this.queues),
  ]);
  store: RunStore;
  private runner: WorkflowRunner | undefined;
  private readonly file: string;
  private seed = 1;

  constructor(file = ':memory:') {
    this.file = file;
    this.store = new RunStore(file);
  }

  /** The same in every test: https://en.wikipedia.org/wiki/Linear_congruential_generator */
  private nextRandom(): number {
    this.seed = (this.seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return this.seed / 2 ** 32;
  }

  compile(file: unknown, name = 'test'): Workflow {
    return compileWorkflow({
      name,
      file,
      connectors: this.connectors,
      parameters: shipped,
      id: `/workflows/${name}`,
      location: 'local',
    });
  }

  /** One of the definitions that are deployed. */
  shipped(name: string): Workflow {
    return this.compile(JSON.parse(readFileSync(`logicapps/${name}.json`, 'utf8')), name);
  }

  async start(workflow: Workflow): Promise<WorkflowRunner> {
    const { clock, store } = this;
    const runner = new WorkflowRunner({
      workflow,
      store,
      clock,
      outside: {
        fetch: async (request) => {
          this.requests.push(request.clone());
          return this.respond(request);
        },
        token: (audience) => Promise.resolve(`token-for-${audience}`),
        random: () => this.nextRandom(),
        newGuid: () => randomUUID(),
      },
      log: pino({ enabled: false }),
      olderVersion: () => undefined,
    });
    this.runner = runner;
    runner.resume(store.unfinishedRuns());
    await runner.start();
    return runner;
  }

  /** Starts one run and waits for its end. */
  async run(actions: object, more: object = {}): Promise<RunRecord> {
    await this.start(this.compile(definition(actions, more)));
    await this.queues.put('start', 'go');
    return this.firstEnd();
  }

  /** The first run, once it is over. */
  async firstEnd(limitMs = 5 * 3_600_000): Promise<RunRecord> {
    await this.clock.runUntil(() => this.runs().some(isOver), limitMs);
    const run = this.runs().find(isOver);
    if (!run) throw new Error('no run is over');
    return run;
  }

  /** The oldest first. */
  runs(): RunRecord[] {
    return this.store.runs({ top: 1000 }).reverse();
  }

  actions(name?: string): ActionRecord[] {
    const [run] = this.runs();
    const records = run ? this.store.actions(run.name) : [];
    return records.filter((record) => name === undefined || record.name === name);
  }

  action(name: string): ActionRecord {
    const record = this.actions(name).at(-1);
    if (!record) throw new Error(`there is no record of ${name}`);
    return record;
  }

  /** As `kill -9` and a new start would: nothing in memory is left. */
  async restart(workflow: Workflow): Promise<void> {
    await this.runner?.stop();
    this.store.close();
    this.store = new RunStore(this.file);
    await this.start(workflow);
  }

  async stop(): Promise<void> {
    await this.runner?.stop();
    this.store.close();
  }
}

export const isOver = ({ status }: RunRecord): boolean => !['Waiting', 'Running'].includes(status);
