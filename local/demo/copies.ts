import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobClient } from '@azure/storage-blob';

/** Copies blobs below `folder`, by container and name, and gives the paths of the copies. */
export async function copyBlobs(urls: readonly string[], folder: string): Promise<string[]> {
  const credential = new DefaultAzureCredential();
  const copies: string[] = [];
  for (const url of urls) {
    const blob = new BlobClient(url, credential);
    const file = path.join(folder, blob.containerName, ...blob.name.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await blob.downloadToFile(file);
    copies.push(file);
  }
  return copies;
}
