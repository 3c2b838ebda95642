import {
  type BlobServiceClient,
  BlobSASPermissions,
  type BlobSASSignatureValues,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
} from '@azure/storage-blob';
import { SystemClock } from '../../../support/clock.ts';
import { storageCall } from '../storage-call.ts';
import type { BlobItem, BlobPlace, BlobStore, Signature } from './blob-store.ts';

const hourMs = 3_600_000;
/** https://learn.microsoft.com/connectors/azureblob/#sharedaccesssignatureblobpolicy */
const defaultLifeMs = 24 * hourMs;
/** Clocks differ: https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas */
const clockSkewMs = hourMs / 4;

/** The blobs of one account, by the SDK. */
export class AzureBlobStore implements BlobStore {
  readonly accountName: string;
  private readonly service: BlobServiceClient;
  // A signature is checked in real time.
  private readonly clock = new SystemClock();

  constructor(service: BlobServiceClient) {
    this.service = service;
    this.accountName = service.accountName;
  }

  list(container: string, folder: string): Promise<readonly BlobItem[]> {
    return storageCall(async () => {
      const items: BlobItem[] = [];
      const client = this.service.getContainerClient(container);
      for await (const item of client.listBlobsByHierarchy('/', { prefix: folder })) {
        if (item.kind === 'blob') items.push(itemOf(item.name, item.properties));
      }
      return items;
    });
  }

  properties(place: BlobPlace): Promise<BlobItem> {
    return storageCall(async () => itemOf(place.name, await this.blob(place).getProperties()));
  }

  read(place: BlobPlace): Promise<{ bytes: Uint8Array; item: BlobItem }> {
    return storageCall(async () => {
      const blob = this.blob(place);
      const item = itemOf(place.name, await blob.getProperties());
      return { item, bytes: await blob.downloadToBuffer() };
    });
  }

  async write(
    place: BlobPlace,
    { bytes, type }: { readonly bytes: Buffer<ArrayBuffer>; readonly type: string },
  ): Promise<void> {
    await storageCall(() =>
      this.blob(place).uploadData(bytes, { blobHTTPHeaders: { blobContentType: type } }),
    );
  }

  async delete(place: BlobPlace): Promise<void> {
    await storageCall(() => this.blob(place).delete());
  }

  sign(signature: Signature): Promise<string> {
    return storageCall(() => this.signed(signature));
  }

  /** By a user delegation key: https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas */
  private async signed(signature: Signature): Promise<string> {
    const { place, permissions, httpsOnly } = signature;
    const now = this.clock.now().getTime();
    const startsOn = signature.startsOn ?? new Date(now - clockSkewMs);
    const expiresOn = signature.expiresOn ?? new Date(now + defaultLifeMs);
    const key = await this.service.getUserDelegationKey(startsOn, expiresOn);
    const values: BlobSASSignatureValues = {
      containerName: place.container,
      ...(place.name === ''
        ? { permissions: ContainerSASPermissions.parse(permissions) }
        : { blobName: place.name, permissions: BlobSASPermissions.parse(permissions) }),
      ...(httpsOnly && { protocol: SASProtocol.Https }),
      startsOn,
      expiresOn,
    };
    const query = generateBlobSASQueryParameters(values, key, this.accountName).toString();
    const { url } =
      place.name === '' ? this.service.getContainerClient(place.container) : this.blob(place);
    return `${url}?${query}`;
  }

  private blob({ container, name }: BlobPlace) {
    return this.service.getContainerClient(container).getBlockBlobClient(name);
  }
}

interface Properties {
  readonly lastModified?: Date | undefined;
  readonly contentLength?: number | undefined;
  readonly contentType?: string | undefined;
  readonly etag?: string | undefined;
}

/** Listed ETags come without quotes. */
function itemOf(name: string, properties: Properties): BlobItem {
  const { lastModified = new Date(0), contentLength: size = 0, contentType } = properties;
  const etag = `"${(properties.etag ?? '').replaceAll('"', '')}"`;
  return { name, lastModified, size, contentType: contentType ?? 'application/octet-stream', etag };
}
