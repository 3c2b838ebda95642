import { randomUUID } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { BlobServiceClient, type BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AzureArtifacts } from '../../../clients/azure/artifacts.ts';
import { artifactsContract } from '../../contract/artifacts.contract.ts';
import { storageCredential } from '../../contract/support/credential.ts';
import { type RunningService, startStorage } from '../../contract/support/local-service.ts';

let storage: RunningService;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const artifactsOf = (): AzureArtifacts =>
  new AzureArtifacts(storage.ready['blob'] ?? '', storageCredential);

/** A blob in `reviews`, as its owner uploads it. */
async function uploaded(text: string): Promise<{ blob: BlockBlobClient; etag: string }> {
  const connection = storage.ready['storageConnectionString'] ?? '';
  const reviews = BlobServiceClient.fromConnectionString(connection).getContainerClient('reviews');
  const blob = reviews.getBlockBlobClient(`${randomUUID()}/ü & 1.txt`);
  const { etag = '' } = await blob.upload(text, Buffer.byteLength(text));
  return { blob, etag };
}

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const put = (url: string, body: string): Promise<Response> =>
  fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body });

/** The URL of a file below a signed prefix, made as a container makes it. */
function below(signedPrefix: string, name: string): string {
  const url = new URL(signedPrefix);
  url.pathname += name;
  return url.href;
}

describe('artifacts in blobs', () => {
  artifactsContract(artifactsOf);

  test('a signed URL reads its blob and nothing else, and writes nothing', async () => {
    const { blob } = await uploaded('hello');
    const url = await artifactsOf().signRead(blob.url, inAnHour());
    await expect((await fetch(url)).text()).resolves.toBe('hello');
    const { blob: other } = await uploaded('other');
    expect((await fetch(`${other.url}${new URL(url).search}`)).status).toBe(403);
    expect((await put(url, 'changed')).status).toBe(403);
    const forged = url.replace(/sig=./, 'sig=A').replace(/sig=A/, 'sig=B');
    expect((await fetch(forged)).status).toBe(403);
  });

  test('a URL signed for a log appends to it, and does nothing else', async () => {
    const artifacts = artifactsOf();
    const log = await artifacts.createLog(randomUUID(), '0-1/main.txt');
    const url = await artifacts.signAppend(log, inAnHour());
    const append = (to: string): Promise<Response> =>
      fetch(`${to}&comp=appendblock`, { method: 'PUT', body: 'line\n' });
    expect((await append(url)).status).toBe(201);
    expect((await fetch(url)).status).toBe(403);
    expect((await put(url, 'changed')).status).toBe(403);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    const other = await artifacts.createLog(randomUUID(), '0-1/main.txt');
    expect((await append(`${other}${new URL(url).search}`)).status).toBe(403);
    await expect(artifacts.readText(log, 100)).resolves.toBe('line\n');
  });

  test('the signed URL of a snapshot stays readable when the blob is replaced', async () => {
    const artifacts = artifactsOf();
    const { blob, etag } = await uploaded('first');
    const snapshot = (await artifacts.snapshot(blob.url, etag)) ?? '';
    await blob.upload('second', 6);
    const url = await artifacts.signRead(snapshot, inAnHour());
    await expect((await fetch(url)).text()).resolves.toBe('first');
  });

  test('a version that was replaced or deleted has no snapshot; quotes around an ETag do not matter', async () => {
    const artifacts = artifactsOf();
    const { blob, etag } = await uploaded('first');
    await expect(artifacts.snapshot(blob.url, etag.replaceAll('"', ''))).resolves.toMatch(
      /snapshot=/,
    );
    await expect(artifacts.snapshot(blob.url, `"${etag.replaceAll('"', '')}"`)).resolves.toMatch(
      /snapshot=/,
    );
    await blob.upload('second', 6);
    await expect(artifacts.snapshot(blob.url, etag)).resolves.toBeUndefined();
    await blob.delete({ deleteSnapshots: 'include' });
    await expect(artifacts.snapshot(blob.url, etag)).resolves.toBeUndefined();
  });

  test('below a signed prefix any file may be written, and none read or listed', async () => {
    const artifacts = artifactsOf();
    const job = randomUUID();
    const prefix = artifacts.resultsUrl(`${job}/`);
    const signed = await artifacts.signWrite(prefix, inAnHour());
    expect((await put(below(signed, 'a.json'), '{}')).status).toBe(201);
    expect((await put(below(signed, 'deep/b.json'), '{}')).status).toBe(201);
    expect((await fetch(below(signed, 'a.json'))).status).toBe(403);
    const list = new URL(signed);
    list.pathname = list.pathname.replace(/\/results\/.*$/, '/results');
    list.searchParams.set('restype', 'container');
    list.searchParams.set('comp', 'list');
    expect((await fetch(list)).status).toBe(403);
    await expect(artifacts.listResults(`${job}/`, 10)).resolves.toEqual([
      `${prefix}a.json`,
      `${prefix}deep/b.json`,
    ]);
  });

  test('what is signed does not outlive the date', async () => {
    const { blob } = await uploaded('hello');
    const url = await artifactsOf().signRead(blob.url, new Date(Date.now() - 1000));
    expect((await fetch(url)).status).toBe(403);
  });

  test('a date after the seven days that Azure permits is brought forward', async () => {
    const { blob } = await uploaded('hello');
    const late = new Date(Date.now() + 30 * 86_400_000);
    const url = await artifactsOf().signRead(blob.url, late);
    const ends = Date.parse(new URL(url).searchParams.get('se') ?? '');
    expect(ends).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
    expect(ends).toBeLessThan(Date.now() + 7 * 86_400_000);
    await expect((await fetch(url)).text()).resolves.toBe('hello');
  });

  test('many signatures at once need one key', async () => {
    const { blob } = await uploaded('hello');
    const artifacts = artifactsOf();
    const soon = inAnHour();
    const asked = jest.spyOn(BlobServiceClient.prototype, 'getUserDelegationKey');
    const urls = await Promise.all(
      Array.from({ length: 20 }, () => artifacts.signRead(blob.url, soon)),
    );
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
    await expect((await fetch(urls[19] ?? '')).text()).resolves.toBe('hello');
  });

  test.each([
    ['another account', 'https://127.0.0.1:1/other/reviews/a.txt'],
    ['another host', 'https://blob.example/devstoreaccount1/reviews/a.txt'],
    ['no blob', '{blob}/reviews'],
    ['a way around the container', '{blob}/reviews/x%2F..%2F..%2Fjobs%2Fj%2Fspec.json'],
  ])('the URL of %s is refused before anything is asked', async (_, template) => {
    const url = template.replace('{blob}', storage.ready['blob'] ?? '');
    await expect(artifactsOf().signRead(url, inAnHour())).rejects.toThrow(/is not a blob of/);
    await expect(artifactsOf().openBlob(url)).rejects.toThrow(/is not a blob of/);
  });

  test('a blob of 20 MB is streamed, not loaded', async () => {
    const { blob } = await uploaded('x'.repeat(20_000_000));
    const stream = await artifactsOf().openBlob(blob.url);
    if (!stream) throw new Error('There is no blob.');
    const reader = stream.getReader();
    const { value } = await reader.read();
    expect(value?.length).toBeLessThan(5_000_000);
    await reader.cancel();
    const again = await artifactsOf().openBlob(blob.url);
    if (!again) throw new Error('There is no blob.');
    await expect(textOf(again)).resolves.toHaveLength(20_000_000);
  });
});
