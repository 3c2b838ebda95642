import { type Artifacts, TooLargeError } from '../../../clients/ports.ts';

const account = 'https://account.blob.example';

/** Blobs in memory, by their URLs. */
export class FakeArtifacts implements Artifacts {
  readonly blobs = new Map<string, string>();

  put(container: string, name: string, text: string): string {
    const url = `${account}/${container}/${name}`;
    this.blobs.set(url, text);
    return url;
  }

  saveJobFile(jobId: string, name: string, text: string): Promise<string> {
    return Promise.resolve(this.put('jobs', `${jobId}/${name}`, text));
  }

  readJobFile(jobId: string, name: string): Promise<string | undefined> {
    return Promise.resolve(this.blobs.get(`${account}/jobs/${jobId}/${name}`));
  }

  archiveLog(jobId: string, name: string, text: string): Promise<string> {
    return Promise.resolve(this.put('logs', `${jobId}/${name}`, text));
  }

  openBlob(url: string): Promise<ReadableStream<Uint8Array> | undefined> {
    const text = this.blobs.get(url);
    return Promise.resolve(text === undefined ? undefined : new Blob([text]).stream());
  }

  readText(url: string, maxBytes: number): Promise<string | undefined> {
    const text = this.blobs.get(url);
    if (text !== undefined && Buffer.byteLength(text) > maxBytes)
      return Promise.reject(new TooLargeError(`${url} is larger than ${maxBytes} bytes`));
    return Promise.resolve(text);
  }

  listBlobs(container: string, prefix: string, limit: number): Promise<string[]> {
    const start = `${account}/${container}/${prefix}`;
    const urls = [...this.blobs.keys()].filter((url) => url.startsWith(start)).sort();
    return Promise.resolve(urls.slice(0, limit));
  }

  listResults(prefix: string, limit: number): Promise<string[]> {
    return this.listBlobs('results', prefix, limit);
  }

  snapshot(url: string, etag: string): Promise<string | undefined> {
    return Promise.resolve(this.blobs.has(url) ? `${url}?snapshot=${etag}` : undefined);
  }

  resultsUrl(prefix: string): string {
    return `${account}/results/${prefix}`;
  }

  signRead(url: string, expiresOn: Date): Promise<string> {
    return Promise.resolve(`${url}?se=${expiresOn.toISOString()}&sp=r&sig=s`);
  }

  signWrite(prefixUrl: string, expiresOn: Date): Promise<string> {
    return Promise.resolve(`${prefixUrl}?se=${expiresOn.toISOString()}&sp=cw&sig=s`);
  }
}
