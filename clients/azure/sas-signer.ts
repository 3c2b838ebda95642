import {
  BlobSASPermissions,
  type BlobSASSignatureValues,
  type BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
} from '@azure/storage-blob';
import { addressOf } from './blob-urls.ts';
import { clockSkewMs, DelegationKeys } from './delegation-keys.ts';

/** Signs URLs with user delegation keys: https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas */
export class SasSigner {
  private readonly service: BlobServiceClient;
  private readonly keys: DelegationKeys;

  constructor(service: BlobServiceClient) {
    this.service = service;
    this.keys = new DelegationKeys(service);
  }

  async signAppend(url: string, expiresOn: Date): Promise<string> {
    const { container, name } = addressOf(this.service, url);
    const query = await this.sign(expiresOn, {
      containerName: container,
      blobName: name,
      permissions: BlobSASPermissions.parse('a'),
    });
    return `${url}?${query}`;
  }

  /** For a snapshot it is the base blob's, which opens its snapshots too: docs/decisions/002-signed-urls.md says why. */
  async signRead(url: string, expiresOn: Date): Promise<string> {
    const { container, name } = addressOf(this.service, url);
    const query = await this.sign(expiresOn, {
      containerName: container,
      blobName: name,
      permissions: BlobSASPermissions.parse('r'),
    });
    return `${url}${url.includes('?') ? '&' : '?'}${query}`;
  }

  /**
   * May create and write every blob of the prefix's container, and neither read nor list: without a hierarchical
   * namespace no SAS is narrower than a container and wider than a blob.
   */
  async signWrite(prefixUrl: string, expiresOn: Date): Promise<string> {
    const query = await this.sign(expiresOn, {
      containerName: addressOf(this.service, prefixUrl).container,
      permissions: ContainerSASPermissions.parse('cw'),
    });
    return `${prefixUrl}?${query}`;
  }

  private async sign(
    until: Date,
    what: Omit<BlobSASSignatureValues, 'startsOn' | 'expiresOn'>,
  ): Promise<string> {
    const { key, expiresOn } = await this.keys.keyUntil(until);
    const values = {
      ...what,
      protocol: SASProtocol.Https,
      startsOn: new Date(Date.now() - clockSkewMs),
      expiresOn: until < expiresOn ? until : expiresOn,
    };
    return generateBlobSASQueryParameters(values, key, this.service.accountName).toString();
  }
}
