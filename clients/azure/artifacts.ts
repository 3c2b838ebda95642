import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { type AppendBlobClient, BlobServiceClient } from '@azure/storage-blob';
import type { TokenCredential } from '@azure/identity';
import { type Artifacts, TooLargeError } from '../ports.ts';
import { appendLog, createLog, lengthOf } from './append-log.ts';
import { blobAt } from './blob-urls.ts';
import { isStatus } from './refusal.ts';
import { SasSigner } from './sas-signer.ts';

/** Our containers; the deployment creates them. */
const jobsContainer = 'jobs';
const logsContainer = 'logs';
const resultsContainer = 'results';

/** Blobs of one storage account. A URL of another account is an error in every method. */
export class AzureArtifacts implements Artifacts {
  private readonly service: BlobServiceClient;
  private readonly signer: SasSigner;

  constructor(blobServiceUrl: string, credential: TokenCredential) {
    this.service = new BlobServiceClient(blobServiceUrl, credential);
    this.signer = new SasSigner(this.service);
  }

  saveJobFile(jobId: string, name: string, text: string): Promise<string> {
    return this.save(jobsContainer, `${jobId}/${name}`, text, contentTypeOf(name));
  }

  async readJobFile(jobId: string, name: string): Promise<string | undefined> {
    const url = this.service
      .getContainerClient(jobsContainer)
      .getBlobClient(`${jobId}/${name}`).url;
    const blob = await this.download(url);
    return blob && textOf(blob.content);
  }

  createLog(jobId: string, name: string): Promise<string> {
    return createLog(this.log(jobId, name));
  }

  appendLog(jobId: string, name: string, position: number, text: string): Promise<string> {
    return appendLog(this.log(jobId, name), position, text);
  }

  logUrl(jobId: string, name: string): string {
    return this.log(jobId, name).url;
  }

  logLength(jobId: string, name: string): Promise<number | undefined> {
    return lengthOf(this.log(jobId, name));
  }

  async openBlob(url: string, from = 0): Promise<ReadableStream<Uint8Array> | undefined> {
    const blob = await this.download(url, from);
    return blob && Readable.toWeb(blob.content);
  }

  async readText(url: string, maxBytes: number): Promise<string | undefined> {
    const blob = await this.download(url);
    if (!blob) return undefined;
    if (blob.bytes > maxBytes) {
      blob.content.destroy();
      throw new TooLargeError(
        `${url} has ${blob.bytes} bytes, more than the ${maxBytes} that may be read`,
      );
    }
    return textOf(blob.content);
  }

  async listBlobs(container: string, prefix: string, limit: number): Promise<string[]> {
    const client = this.service.getContainerClient(container);
    const urls: string[] = [];
    if (limit <= 0) return urls;
    for await (const { name } of client.listBlobsFlat({ prefix })) {
      urls.push(client.getBlobClient(name).url);
      if (urls.length >= limit) break;
    }
    return urls;
  }

  listResults(prefix: string, limit: number): Promise<string[]> {
    return this.listBlobs(resultsContainer, prefix, limit);
  }

  async snapshot(url: string, etag: string): Promise<string | undefined> {
    const ifMatch = `"${etag.replaceAll('"', '')}"`;
    try {
      const blob = blobAt(this.service, url);
      const { snapshot } = await blob.createSnapshot({ conditions: { ifMatch } });
      if (!snapshot) throw new Error(`the snapshot of ${url} has no name`);
      return blob.withSnapshot(snapshot).url;
    } catch (error) {
      if (isStatus(error, 404, 412)) return undefined;
      throw error;
    }
  }

  resultsUrl(prefix: string): string {
    const { url } = this.service.getContainerClient(resultsContainer).getBlobClient(prefix);
    return url.endsWith('/') ? url : `${url}/`;
  }

  signRead(url: string, expiresOn: Date): Promise<string> {
    return this.signer.signRead(url, expiresOn);
  }

  signAppend(url: string, expiresOn: Date): Promise<string> {
    return this.signer.signAppend(url, expiresOn);
  }

  signWrite(prefixUrl: string, expiresOn: Date): Promise<string> {
    return this.signer.signWrite(prefixUrl, expiresOn);
  }

  private log(jobId: string, name: string): AppendBlobClient {
    return this.service.getContainerClient(logsContainer).getAppendBlobClient(`${jobId}/${name}`);
  }

  private async save(
    container: string,
    name: string,
    text: string,
    contentType: string,
  ): Promise<string> {
    const blob = this.service.getContainerClient(container).getBlockBlobClient(name);
    const bytes = Buffer.from(text);
    await blob.upload(bytes, bytes.length, { blobHTTPHeaders: { blobContentType: contentType } });
    return blob.url;
  }

  private async download(
    url: string,
    from = 0,
  ): Promise<{ content: Readable; bytes: number } | undefined> {
    try {
      const { readableStreamBody, contentLength } = await blobAt(this.service, url).download(from);
      if (!readableStreamBody) return undefined;
      return {
        content: Readable.from(readableStreamBody, { objectMode: false }),
        bytes: contentLength ?? 0,
      };
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      // Nothing stands behind its end yet.
      if (from > 0 && isStatus(error, 416)) return { content: Readable.from([]), bytes: 0 };
      throw error;
    }
  }
}

function contentTypeOf(name: string): string {
  return name.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8';
}
