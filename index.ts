import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { chooseRegion, coolRegion } from './activities/choose-region.ts';
import { collectAttempt } from './activities/collect-attempt.ts';
import { createGroup } from './activities/create-group.ts';
import { deleteOrHandOver } from './activities/delete-or-hand-over.ts';
import type { Settings, StepActivity } from './activities/deps.ts';
import { findTask } from './activities/find-task.ts';
import { finishJob } from './activities/finish-job.ts';
import { notify } from './activities/notify.ts';
import { planJob } from './activities/plan-job.ts';
import { readGroup } from './activities/read-group.ts';
import { readTaskEnd } from './activities/read-task-end.ts';
import { recordAttempts } from './activities/record-attempts.ts';
import { recordTask } from './activities/record-task.ts';
import { reportWait } from './activities/report-wait.ts';
import { sendReply } from './activities/send-reply.ts';
import { callStepActivity } from './activities/steps/call-step-activity.ts';
import { judgeSteps } from './activities/steps/judge-steps.ts';
import { lookAtStep } from './activities/steps/look-at-step.ts';
import { prepareStep } from './activities/steps/prepare-step.ts';
import { recordStep } from './activities/steps/record-step.ts';
import { surveyRegion } from './activities/survey-region.ts';
import { wakeWaiters } from './activities/wake-waiters.ts';
import type { Clients } from './clients/azure/index.ts';
import * as admission from './jobs/admission/contracts.ts';
import * as contracts from './jobs/contracts.ts';
import { cursorEntity } from './jobs/item-cursor.ts';
import * as steps from './jobs/steps/contracts.ts';
import { admissionEntity } from './orchestrators/admission-entity.ts';
import { admit } from './orchestrators/admit.ts';
import { analyzeSentiment } from './orchestrators/analyze-sentiment.ts';
import { awaitStep } from './orchestrators/await-step.ts';
import { itemCursor } from './orchestrators/item-cursor.ts';
import { renderScene } from './orchestrators/render-scene.ts';
import { runAttempt } from './orchestrators/run-attempt.ts';
import { runItemLane } from './orchestrators/run-item-lane.ts';
import { runJob } from './orchestrators/run-job.ts';
import { runLane } from './orchestrators/run-lane.ts';
import { runStep } from './orchestrators/run-step.ts';
import { runTask } from './orchestrators/run-task.ts';
import { watchGroup } from './orchestrators/watch-group.ts';
import { blobEvent } from './triggers/blob-event.ts';
import type { TriggerSettings } from './triggers/deps.ts';
import { cancelJob } from './triggers/http-cancel-job.ts';
import { approveJob, rejectJob } from './triggers/http-decide-step.ts';
import { estimateJob } from './triggers/http-estimate.ts';
import { getJob } from './triggers/http-get-job.ts';
import { getLogs } from './triggers/http-get-logs.ts';
import { hookDone } from './triggers/http-hook-done.ts';
import { listJobs } from './triggers/http-list-jobs.ts';
import { getOpenApi } from './triggers/http-openapi.ts';
import { postJob } from './triggers/http-post-job.ts';
import { retryFailed } from './triggers/http-retry-failed.ts';
import { historiesOf } from './triggers/histories.ts';
import { orchestrationsOf } from './triggers/orchestrations.ts';
import { queueMessage } from './triggers/queue-message.ts';
import { retain } from './triggers/retention.ts';
import { resumeJobs } from './triggers/resume-jobs.ts';
import { serviceBusMessage } from './triggers/service-bus-message.ts';
import { sweepGroups } from './triggers/sweep-groups.ts';

export { azureClients, type AzureClientOptions, type Clients } from './clients/azure/index.ts';
export type * from './clients/ports.ts';
export { type Config, parseConfig } from './config.ts';
export { newJobId } from './jobs/job-id.ts';
export type { StepActivity } from './activities/deps.ts';
export type { JobSpec } from './jobs/job-spec.ts';
export type { JobStatus } from './jobs/job-status.ts';
export type { JobOutcome } from './jobs/outcome.ts';

export interface DurableAciOptions extends Clients {
  readonly settings: Settings & TriggerSettings;
  /** Functions that the steps of jobs may call, by the names that specs give them. */
  readonly stepActivities?: Readonly<Record<string, StepActivity>>;
  /** The time now. */
  readonly now: () => Date;
  /** The name of the identity-based connection of the queues `jobs` and `blob-events`. */
  readonly queueConnection: string;
  /** The name of the connection of the Service Bus queue `jobs`; without it no job comes from there. */
  readonly serviceBusConnection?: string | undefined;
}

/** Registers every function in the Functions app that calls it, which it has to do once, while it is loaded. */
export function registerDurableAci(given: DurableAciOptions): void {
  const stepActivities = Object.keys(given.stepActivities ?? {});
  const options = { ...given, settings: { ...given.settings, stepActivities } };
  registerTriggers(options);
  registerApprovals(options);
  registerTimers(options);
  registerDescription();
  registerQueueTriggers(options);
  registerOrchestrators();
  registerEntities();
  registerActivities(options);
  registerStepActivities(options);
}

function registerTriggers(options: DurableAciOptions): void {
  const authLevel = 'function';

  df.app.client.http('postJob', {
    route: 'jobs',
    methods: ['POST'],
    authLevel,
    handler: (request, client) => postJob(options, orchestrationsOf(client), request),
  });
  app.http('estimateJob', {
    route: 'jobs/estimate',
    methods: ['POST'],
    authLevel,
    handler: (request) => estimateJob(options, request),
  });
  app.http('listJobs', {
    route: 'jobs',
    methods: ['GET'],
    authLevel,
    handler: (request) => listJobs(options, request),
  });
  app.http('getJob', {
    route: 'jobs/{id}',
    methods: ['GET'],
    authLevel,
    handler: (request) => getJob(options, request),
  });
  app.http('getLogs', {
    route: 'jobs/{id}/logs',
    methods: ['GET'],
    authLevel,
    handler: (request) => getLogs(options, request),
  });
  // Anonymous to the host: the token says who may.
  df.app.client.http('hookDone', {
    route: 'hooks/done',
    methods: ['POST'],
    authLevel: 'anonymous',
    handler: (request, client) => hookDone(options, orchestrationsOf(client), request),
  });
  df.app.client.http('cancelJob', {
    route: 'jobs/{id}/cancel',
    methods: ['POST'],
    authLevel,
    handler: (request, client) => cancelJob(options, orchestrationsOf(client), request),
  });
  df.app.client.http('retryFailed', {
    route: 'jobs/{id}/retry-failed',
    methods: ['POST'],
    authLevel,
    handler: (request, client) => retryFailed(options, orchestrationsOf(client), request),
  });
}

/** What people say of steps that ask for it. */
function registerApprovals(options: DurableAciOptions): void {
  const said = { approveJob: ['approve', approveJob], rejectJob: ['reject', rejectJob] } as const;
  for (const [name, [word, decide]] of Object.entries(said))
    df.app.client.http(name, {
      route: `jobs/{id}/${word}`,
      methods: ['POST'],
      authLevel: 'function',
      handler: (request, client) => decide(options, orchestrationsOf(client), request),
    });
}

/** Those that look after what jobs leave behind. */
function registerTimers(options: DurableAciOptions): void {
  app.timer('sweepGroups', {
    schedule: '0 */5 * * * *',
    handler: (_timer, context) => sweepGroups(options, context),
  });
  df.app.client.timer('resumeJobs', {
    schedule: '30 */5 * * * *',
    handler: (_timer, client, context) => resumeJobs(options, orchestrationsOf(client), context),
  });
  df.app.client.timer('retain', {
    schedule: '0 17 3 * * *',
    handler: (_timer, client, context) => retain(options, historiesOf(client), context),
  });
}

function registerDescription(): void {
  app.http('getOpenApi', {
    route: 'openapi.json',
    methods: ['GET'],
    authLevel: 'function',
    handler: getOpenApi,
  });
}

/** Those that bring jobs as messages. */
function registerQueueTriggers(options: DurableAciOptions): void {
  const { queueConnection: connection, serviceBusConnection } = options;
  df.app.client.storageQueue('queueMessage', {
    queueName: 'jobs',
    connection,
    handler: (message, client, context) =>
      queueMessage(options, orchestrationsOf(client), message, context),
  });
  df.app.client.storageQueue('blobEvent', {
    queueName: 'blob-events',
    connection,
    handler: (message, client, context) =>
      blobEvent(options, orchestrationsOf(client), message, context),
  });
  if (serviceBusConnection !== undefined)
    df.app.client.serviceBusQueue('serviceBusMessage', {
      queueName: 'jobs',
      connection: serviceBusConnection,
      handler: (message, client, context) =>
        serviceBusMessage(options, orchestrationsOf(client), message, context),
    });
}

function registerOrchestrators(): void {
  const { orchestration } = df.app;
  orchestration(contracts.analyzeSentiment.name, analyzeSentiment);
  orchestration(contracts.renderScene.name, renderScene);
  orchestration(contracts.runJob.name, runJob);
  orchestration(contracts.runLane.name, runLane);
  orchestration(contracts.runItemLane.name, runItemLane);
  orchestration(steps.runStep.name, runStep);
  orchestration(steps.awaitStep.name, awaitStep);
  orchestration(contracts.runTask.name, runTask);
  orchestration(contracts.runAttempt.name, runAttempt);
  orchestration(admission.admit.name, admit);
  orchestration(contracts.watchGroup.name, watchGroup);
}

function registerEntities(): void {
  df.app.entity(cursorEntity, itemCursor);
  df.app.entity(admission.admissionEntity, admissionEntity);
}

function registerActivities(deps: DurableAciOptions): void {
  const { activity } = df.app;
  activity(contracts.planJob.name, { handler: planJob(deps) });
  activity(contracts.createGroup.name, { handler: createGroup(deps) });
  activity(contracts.findTask.name, { handler: findTask(deps) });
  activity(contracts.readTaskEnd.name, {
    extraInputs: [df.input.durableClient()],
    handler: readTaskEnd(deps),
  });
  activity(contracts.readGroup.name, { handler: readGroup(deps) });
  activity(contracts.collectAttempt.name, { handler: collectAttempt(deps) });
  activity(contracts.deleteOrHandOver.name, { handler: deleteOrHandOver(deps) });
  activity(contracts.chooseRegion.name, { handler: chooseRegion(deps) });
  activity(contracts.coolRegion.name, { handler: coolRegion(deps) });
  activity(contracts.recordAttempts.name, { handler: recordAttempts(deps) });
  activity(contracts.recordTask.name, { handler: recordTask(deps) });
  activity(contracts.finishJob.name, { handler: finishJob(deps) });
  activity(admission.surveyRegion.name, { handler: surveyRegion(deps) });
  activity(admission.reportWait.name, { handler: reportWait(deps) });
  activity(admission.wakeWaiters.name, {
    extraInputs: [df.input.durableClient()],
    handler: wakeWaiters(),
  });
  activity(contracts.sendReply.name, { handler: sendReply(deps) });
  activity(contracts.notify.name, { handler: notify(deps) });
}

function registerStepActivities(deps: DurableAciOptions): void {
  const { activity } = df.app;
  activity(steps.lookAtStep.name, {
    extraInputs: [df.input.durableClient()],
    handler: lookAtStep(deps),
  });
  activity(steps.prepareStep.name, { handler: prepareStep(deps) });
  activity(steps.callStepActivity.name, { handler: callStepActivity(deps) });
  activity(steps.recordStep.name, {
    extraInputs: [df.input.durableClient()],
    handler: recordStep(deps),
  });
  activity(steps.judgeSteps.name, { handler: judgeSteps(deps) });
}
