import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';
import { costOf } from '../../jobs/cost.ts';
import { Group } from '../../jobs/spec/group.ts';
import type { Ready } from '../support/service.ts';
import type { Job } from './jobs-api.ts';

const workflow = 'blob-sentiment';

/** A run as Azure's management API has it: https://learn.microsoft.com/rest/api/logic/workflow-runs/list */
const Run = z.object({
  name: z.string(),
  properties: z.object({
    status: z.string(),
    startTime: z.string(),
    endTime: z.string().optional(),
    error: z.object({ code: z.string() }).optional(),
    workflow: z.object({ id: z.string() }),
  }),
});
type Run = z.infer<typeof Run>;

/** The first run of the workflow `blob-sentiment`, told as a job; undefined as long as there is none. */
export async function readLogicAppJob(ready: Ready): Promise<Job | undefined> {
  const response = await fetch(`${ready['logicApps'] ?? ''}/runs`);
  const { value } = z.object({ value: z.array(Run) }).parse(await response.json());
  const run = value.find(({ properties }) => properties.workflow.id.includes(workflow));
  if (!run) return undefined;
  const id = `sentiment-${run.name.toLowerCase()}`;
  const isOver = !['Running', 'Waiting'].includes(run.properties.status);
  const outcome = isOver ? outcomeOf(run) : undefined;
  const done = { succeeded: outcome?.status === 'succeeded', failed: outcome?.status === 'failed' };
  return {
    id,
    trigger: 'logicApp',
    workload: 'sentiment',
    labels: {},
    phase: isOver ? 'over' : 'running',
    ...(outcome && { outcome }),
    tasks: {
      total: 1,
      running: isOver ? 0 : 1,
      succeeded: Number(done.succeeded),
      failed: Number(done.failed),
    },
    createdAt: run.properties.startTime,
    ...(run.properties.endTime && { finishedAt: run.properties.endTime }),
    costUsd: costOfRun(run),
    results: isOver ? await blobsBelow(ready, 'results', id) : [],
    logs: isOver ? await blobsBelow(ready, 'logs', id) : [],
  };
}

function outcomeOf({ properties: { status, error } }: Run): NonNullable<Job['outcome']> {
  if (status === 'Succeeded') return { status: 'succeeded' };
  return { status: 'failed', class: error?.code ?? status };
}

/** At most: its container group does not live as long as the run. */
function costOfRun({ properties: { startTime, endTime } }: Run): number {
  const image = 'durable-aci/sentiment';
  const group = Group.parse({
    properties: { containers: [{ name: 'sentiment', properties: { image } }] },
  });
  const paid = { startedAt: startTime, finishedAt: endTime ?? startTime };
  return costOf(paid, { location: 'westeurope', group }, new Date(startTime));
}

async function blobsBelow(ready: Ready, container: string, id: string): Promise<string[]> {
  const service = new BlobServiceClient(ready['blob'] ?? '', new DefaultAzureCredential());
  const client = service.getContainerClient(container);
  const urls: string[] = [];
  for await (const { name } of client.listBlobsFlat({ prefix: `${id}/` })) {
    urls.push(client.getBlobClient(name).url);
  }
  return urls;
}
