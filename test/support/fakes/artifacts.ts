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

  createLog(jobId: string, name: string): Promise<string> {
    const url = `${account}/logs/${jobId}/${name}`;
    return Promise.resolve(this.put('logs', `${jobId}/${name}`, this.blobs.get(url) ?? ''));
  }

  async appendLog(jobId: string, name: string, position: number, text: string): Promise<string> {
    const url = `${account}/logs/${jobId}/${name}`;
    if (text === '') return url;
    const before = Buffer.from(this.blobs.get(await this.createLog(jobId, name)) ?? '');
    if (before.length < position) throw new Error(`${url} ends before ${position}`);
    const added = Buffer.from(text).subarray(before.length - position);
    return this.put('logs', `${jobId}/${name}`, Buffer.concat([before, added]).toString());
  }

  logUrl(jobId: string, name: string): string {
    return `${account}/logs/${jobId}/${name}`;
  }

  logLength(jobId: string, name: string): Promise<number | undefined> {
    const text = this.blobs.get(`${account}/logs/${jobId}/${name}`);
    return Promise.resolve(text === undefined ? undefined : Buffer.byteLength(text));
  }

  openBlob(url: string, from = 0): Promise<ReadableStream<Uint8Array> | undefined> {
    const text = this.blobs.get(url);
    const bytes = text === undefined ? undefined : Buffer.from(text).subarray(from);
    return Promise.resolve(bytes && new Blob([new Uint8Array(bytes)]).stream());
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

  signAppend(url: string, expiresOn: Date): Promise<string> {
    return Promise.resolve(`${url}?se=${expiresOn.toISOString()}&sp=a&sig=s`);
  }

  signWrite(prefixUrl: string, expiresOn: Date): Promise<string> {
    return Promise.resolve(`${prefixUrl}?se=${expiresOn.toISOString()}&sp=cw&sig=s`);
  }
}
