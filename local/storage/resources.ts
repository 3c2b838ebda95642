import { AzureNamedKeyCredential, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { z } from 'zod';
import { accountKey, accountName, connectionString, type Endpoints } from './account.ts';

/** What the deployment creates in Azure, kept in resources.json. */
export const Resources = z.strictObject({
  containers: z.array(z.string()),
  queues: z.array(z.string()),
  tables: z.array(z.string()),
});
export type Resources = z.infer<typeof Resources>;

/** Creates what is missing; what is there stays as it is. */
export async function createResources(endpoints: Endpoints, resources: Resources): Promise<void> {
  const connection = connectionString(endpoints);
  const blobs = BlobServiceClient.fromConnectionString(connection);
  const queues = QueueServiceClient.fromConnectionString(connection);
  const tables = new TableServiceClient(
    endpoints.table,
    new AzureNamedKeyCredential(accountName, accountKey),
  );
  await Promise.all([
    ...resources.containers.map((name) => blobs.getContainerClient(name).createIfNotExists()),
    ...resources.queues.map((name) => queues.getQueueClient(name).createIfNotExists()),
    ...resources.tables.map((name) => tables.createTable(name)),
  ]);
}
