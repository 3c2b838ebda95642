import {
  type BlobItem,
  type BlobServiceClient,
  type ContainerClient,
  RestError,
} from '@azure/storage-blob';
import type { ListedBlob } from './blob-created.ts';
import { containersOf, type EventSubscription, isWanted, subjectOf } from './subscription.ts';

/** All committed blobs that a subscription wants, by their subjects. A container that is not there has none. */
export async function listWantedBlobs(
  service: BlobServiceClient,
  subscription: EventSubscription,
): Promise<Map<string, ListedBlob>> {
  const found = new Map<string, ListedBlob>();
  for (const containerName of await containerNames(service, subscription)) {
    const container = service.getContainerClient(containerName);
    for await (const item of blobsOf(container)) {
      const subject = subjectOf(containerName, item.name);
      if (isWanted(subscription, subject)) found.set(subject, toListedBlob(container, item));
    }
  }
  return found;
}

async function containerNames(
  service: BlobServiceClient,
  subscription: EventSubscription,
): Promise<string[]> {
  const filter = containersOf(subscription);
  if ('name' in filter) return [filter.name];
  const names: string[] = [];
  for await (const { name } of service.listContainers(filter)) names.push(name);
  return names;
}

async function* blobsOf(container: ContainerClient): AsyncGenerator<BlobItem> {
  try {
    yield* container.listBlobsFlat();
  } catch (error) {
    if (!(error instanceof RestError && error.code === 'ContainerNotFound')) throw error;
  }
}

function toListedBlob(container: ContainerClient, { name, properties }: BlobItem): ListedBlob {
  return {
    container: container.containerName,
    name,
    url: container.getBlobClient(name).url,
    eTag: properties.etag.replaceAll('"', ''),
    blobType: properties.blobType ?? 'BlockBlob',
    contentType: properties.contentType ?? 'application/octet-stream',
    contentLength: properties.contentLength ?? 0,
    lastModified: properties.lastModified,
    hasContentMd5: (properties.contentMD5?.byteLength ?? 0) > 0,
  };
}
