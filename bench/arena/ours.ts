import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { JobsApi } from '../../local/demo/jobs-api.ts';
import { createDurableExtension } from '../../local/durable/index.ts';
import { appEnvironment } from '../../local/host/app-environment.ts';
import { FunctionsHost } from '../../local/host/functions-host.ts';
import { createLogs } from '../../local/host/log.ts';
import { startWorker } from '../../local/host/worker/start-worker.ts';
import type { FunctionWorker, RpcData } from '../../local/host/worker/types.ts';
import { ensureCertificates } from '../../local/support/certificates.ts';
import { root } from '../stack.ts';
import { appSettings } from './app-settings.ts';
import type { Arena } from './arena.ts';
import type { TaskRun } from './run-task.ts';

/** No report takes so long. */
const longestReportMs = 5_000;

export interface OurTask {
  readonly name: string;
  readonly seconds: number;
  readonly completion: 'push' | 'poll';
  /** Jobs with the same one run the same command. */
  readonly kind: string;
}

/** What the app has done for a job, by the clock. */
interface Progress {
  noticedAt?: number;
  readonly noticed: PromiseWithResolvers<unknown>;
  readonly done: PromiseWithResolvers<number>;
}

/** This app on the local Functions host with its durable engine, in this process and by the arena's clock. */
export class Ours {
  private readonly arena: Arena;
  private readonly host: FunctionsHost;
  private readonly jobs = new Map<string, Progress>();
  private api = new JobsApi({});

  private constructor(arena: Arena, host: (observe: Ours['observe']) => FunctionsHost) {
    this.arena = arena;
    this.host = host((worker) => this.observe(worker));
  }

  /** Once in a process, because an app is loaded once. */
  static async use<T>(arena: Arena, work: (ours: Ours) => Promise<T>): Promise<T> {
    const { clock, folder, ready } = arena;
    const environment = { ...process.env, ...appSettings(ready) };
    const caFolder = path.dirname(ready['caCertificate'] ?? '');
    const certificates = await ensureCertificates(caFolder);
    const tls = {
      cert: await readFile(certificates.certFile, 'utf8'),
      key: await readFile(certificates.keyFile, 'utf8'),
    };
    const options = {
      ...{ appFolder: root, dataFolder: path.join(folder, 'host'), port: 0, tls, clock },
      ...{ environment, logs: createLogs('error'), createDurable: createDurableExtension },
    };
    const ours = new Ours(
      arena,
      (observe) =>
        new FunctionsHost({
          ...options,
          loadApp: async ({ url, appFolder, log }) => {
            Object.assign(process.env, environment, appEnvironment(url, environment));
            return observe(await startWorker({ appFolder, log }));
          },
        }),
    );
    try {
      ours.api = new JobsApi(await ours.host.start());
      return await work(ours);
    } finally {
      await ours.host.stop();
    }
  }

  /** Posts a job of one container and waits until its outcome is recorded. */
  async run(task: OurTask): Promise<TaskRun> {
    const { clock, containers } = this.arena;
    const submittedAt = clock.now().getTime();
    const id = await this.api.post(jobOf(this.arena, task));
    const progress = this.progressOf(id);
    if (task.completion === 'push') this.waitForShim(task.name, progress);
    const doneAt = await progress.done.promise;
    const run = containers.runs.get(task.name);
    return {
      ...{ seconds: task.seconds, id, submittedAt, noticedAt: progress.noticedAt, doneAt },
      containerStartedAt: run?.startedAt,
      containerEndedAt: run?.endedAt,
    };
  }

  /** What the shim does between the end and the report is no request of this process. */
  private waitForShim(name: string, { noticed }: Progress): void {
    const { clock, containers } = this.arena;
    containers.onEnd(name, () => {
      const release = clock.hold();
      void noticed.promise.then(release);
      setTimeout(release, longestReportMs);
    });
  }

  private observe(worker: FunctionWorker): FunctionWorker {
    return {
      ...worker,
      invoke: async (invocation) => {
        const result = await worker.invoke(invocation);
        this.see(invocation.functionName, invocation.inputs[0]?.data, result.returnValue);
        return result;
      },
    };
  }

  private see(functionName: string, input: RpcData | undefined, answer: RpcData | undefined): void {
    const now = this.arena.clock.now().getTime();
    if (functionName === 'readGroup') {
      const { group } = Reading.parse(valueOf(answer));
      if (group.state !== 'ended') return;
      const progress = this.progressOf(OfJob.parse(valueOf(input)).jobId);
      progress.noticedAt ??= now;
      progress.noticed.resolve(undefined);
    } else if (functionName === 'finishJob')
      this.progressOf(OfJob.parse(valueOf(input)).jobId).done.resolve(now);
  }

  private progressOf(jobId: string): Progress {
    const known = this.jobs.get(jobId) ?? {
      noticed: Promise.withResolvers(),
      done: Promise.withResolvers<number>(),
    };
    this.jobs.set(jobId, known);
    return known;
  }
}

const OfJob = z.object({ jobId: z.string() });
const Reading = z.object({ group: z.object({ state: z.string() }) });

function valueOf(data: RpcData | undefined): unknown {
  return JSON.parse(data?.json ?? data?.string ?? 'null');
}

/** A job as anyone would post it; with `push` its command is run by the shim. */
export function jobOf(
  { containers }: Arena,
  { name, seconds, completion, kind }: OurTask,
): Readonly<Record<string, unknown>> {
  const { command, environmentVariables } = containers.program(name, seconds, kind);
  const shim = completion === 'push' ? [path.join(root, 'images/shim/run.sh')] : [];
  const properties = {
    ...{ image: 'durable-aci/sentiment:latest', environmentVariables },
    command: [...shim, ...command],
  };
  const group = { properties: { containers: [{ name: 'main', properties }] } };
  return { name, completion, group, timeout: 'P1D' };
}
