export const accountName = 'devstoreaccount1';

/** Published by Microsoft for Azurite, the same on every machine: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key */
export const accountKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Where the three services of the account answer, without a slash at the end. */
export interface Endpoints {
  readonly blob: string;
  readonly queue: string;
  readonly table: string;
}

export function connectionString({ blob, queue, table }: Endpoints): string {
  return [
    'DefaultEndpointsProtocol=https',
    `AccountName=${accountName}`,
    `AccountKey=${accountKey}`,
    `BlobEndpoint=${blob}`,
    `QueueEndpoint=${queue}`,
    `TableEndpoint=${table}`,
    '',
  ].join(';');
}
