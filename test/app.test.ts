import process from 'node:process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as admission from '../jobs/admission/contracts.ts';
import * as contracts from '../jobs/contracts.ts';
import * as steps from '../jobs/steps/contracts.ts';
import { registeredHandlers } from './support/functions-core.ts';

const settings = {
  JobsStorage__blobServiceUri: 'https://account.blob.example',
  JobsStorage__queueServiceUri: 'https://account.queue.example',
  JobsStorage__tableServiceUri: 'https://account.table.example',
  AZURE_SUBSCRIPTION_ID: '11111111-1111-1111-1111-111111111111',
  ACI_RESOURCE_GROUP: 'rg',
  ACI_LOCATION: 'westeurope',
  IMAGE_PREFIX: 'registry.example',
  DEPLOYMENT_OWNER: 'us',
  ServiceBusConnection__fullyQualifiedNamespace: 'bus.servicebus.example',
};

describe('the app', () => {
  const environment = process.env;
  beforeAll(async () => {
    process.env = { ...environment, ...settings };
    await import('../app.ts');
    process.env = environment;
  });

  test('registers every durable function of the contracts, and every trigger', () => {
    const { admit, reportWait, surveyRegion, wakeWaiters } = admission;
    const ofAdmission = [admit, reportWait, surveyRegion, wakeWaiters];
    const { runStep, awaitStep, lookAtStep, prepareStep } = steps;
    const { callStepActivity, recordStep, judgeSteps } = steps;
    const ofSteps = [
      ...[runStep, awaitStep, lookAtStep, prepareStep],
      ...[callStepActivity, recordStep, judgeSteps],
    ];
    const durable = [...Object.values(contracts), ...ofAdmission, ...ofSteps].map(
      ({ name }) => name,
    );
    const entities = ['itemCursor', admission.admissionEntity];
    const triggers = [
      'postJob',
      'listJobs',
      'estimateJob',
      'getJob',
      'getLogs',
      'cancelJob',
      'approveJob',
      'rejectJob',
      'retryFailed',
      'hookDone',
      'getOpenApi',
      'queueMessage',
      'blobEvent',
      'serviceBusMessage',
      'sweepGroups',
      'resumeJobs',
      'retain',
    ];
    const all = [...durable, ...entities, ...triggers];
    expect([...registeredHandlers.keys()].sort()).toEqual(all.sort());
  });
});
