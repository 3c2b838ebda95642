import { odata, TableClient, type TransactionAction } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import type { KeptOfJobs, FileKind } from '../ports.ts';
import { isStatus } from './refusal.ts';
import { partitionOf } from './job-partition.ts';
import { exitsOf } from './run-reports.ts';
import { decisionsOf, stepsOf } from './step-rows.ts';

interface RetentionOptions {
  readonly blobServiceUrl: string;
  readonly tableServiceUrl: string;
  readonly credential: TokenCredential;
}

interface Key {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** So many rows of one partition are deleted at once: https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions */
const batchSize = 100;
const parallel = 10;
/** By the containers that AzureArtifacts writes to. */
const containers = { files: 'jobs', logs: 'logs', results: 'results' } as const;

/** Deletes what AzureArtifacts and AzureJobStore keep of jobs. */
export class AzureRetention implements KeptOfJobs {
  private readonly blobs: BlobServiceClient;
  private readonly table: (name: string) => TableClient;

  constructor({ blobServiceUrl, tableServiceUrl, credential }: RetentionOptions) {
    this.blobs = new BlobServiceClient(blobServiceUrl, credential);
    this.table = (name) => new TableClient(tableServiceUrl, name, credential);
  }

  async deleteFiles(kind: FileKind, jobId: string): Promise<number> {
    const container = this.blobs.getContainerClient(containers[kind]);
    let deletes = 0;
    for await (const { segment } of container.listBlobsFlat({ prefix: `${jobId}/` }).byPage()) {
      const names = segment.blobItems.map(({ name }) => name);
      await inParallel(names, async (name) => {
        await container.deleteBlob(name, { deleteSnapshots: 'include' }).catch(unlessGone);
      });
      deletes += names.length;
    }
    return deletes;
  }

  async deleteRows(jobId: string): Promise<void> {
    const jobs = this.table('jobs');
    const tasks = this.table('tasks');
    for (const partition of [jobId, exitsOf(jobId), stepsOf(jobId), decisionsOf(jobId)])
      await this.deleteAll(tasks, odata`PartitionKey eq ${partition}`);
    // Their keys begin with the job's id and a hyphen, and a dot comes after that.
    const ofJob = odata`RowKey ge ${`${jobId}-`} and RowKey lt ${`${jobId}.`}`;
    for (const partition of ['stops', 'sweeper'])
      await this.deleteAll(jobs, `${odata`PartitionKey eq ${partition}`} and ${ofJob}`);
    // Last: as long as it is there, the rest is found again.
    await jobs.deleteEntity(partitionOf(jobId), jobId).catch(unlessGone);
  }

  async deleteClaims(before: Date): Promise<number> {
    const claims = this.table('claims');
    const filter = odata`claimedAt lt ${before.toISOString()}`;
    let deletes = 0;
    for await (const page of claims.listEntities({ queryOptions: { filter } }).byPage()) {
      await inParallel(page, async ({ partitionKey = '', rowKey = '', etag }) => {
        // One that has been taken over since has another ETag, and stays.
        await claims.deleteEntity(partitionKey, rowKey, { etag }).then(
          () => (deletes += 1),
          (error: unknown) => {
            if (!isStatus(error, 404, 412)) throw error;
          },
        );
      });
    }
    return deletes;
  }

  /** Rows of one partition, page by page. */
  private async deleteAll(table: TableClient, filter: string): Promise<void> {
    const queryOptions = { filter, select: ['partitionKey', 'rowKey'] };
    const pages = table.listEntities<Key>({ queryOptions }).byPage({ maxPageSize: batchSize });
    for await (const page of pages) if (page.length > 0) await deleteBatch(table, page);
  }
}

/** A batch fails as a whole when one of its rows is gone, by somebody else or an earlier try. */
async function deleteBatch(table: TableClient, rows: readonly Partial<Key>[]): Promise<void> {
  const keys = rows.map(({ partitionKey = '', rowKey = '' }) => ({ partitionKey, rowKey }));
  try {
    await table.submitTransaction(keys.map((key): TransactionAction => ['delete', key]));
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    await inParallel(keys, async ({ partitionKey, rowKey }) => {
      await table.deleteEntity(partitionKey, rowKey).catch(unlessGone);
    });
  }
}

/** Somebody else deleted it, or this did before. */
function unlessGone(error: unknown): void {
  if (!isStatus(error, 404)) throw error;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += parallel)
    await Promise.all(items.slice(start, start + parallel).map(work));
}
