import { randomUUID } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import type { Artifacts } from '../../clients/ports.ts';

const newId = (): string => randomUUID().slice(0, 8);

/** What every Artifacts keeps to. */
// eslint-disable-next-line jest/no-export -- a suite, which test files run on their own subject
export function artifactsContract(makeArtifacts: () => Artifacts): void {
  test('a file of a job is read as it was saved last', async () => {
    const artifacts = makeArtifacts();
    const job = newId();
    await artifacts.saveJobFile(job, 'plan.json', '{"a":1}');
    await artifacts.saveJobFile(job, 'plan.json', '{"a":"ü"}');
    await expect(artifacts.readJobFile(job, 'plan.json')).resolves.toBe('{"a":"ü"}');
    await expect(artifacts.readJobFile(job, 'items.jsonl')).resolves.toBeUndefined();
  });

  test('an archived log is opened by its URL', async () => {
    const artifacts = makeArtifacts();
    const url = await artifacts.appendLog(newId(), '0-1/main.txt', 0, 'line 1\nline 2\n');
    expect(url).toMatch(/\/logs\/[^/]+\/0-1\/main\.txt$/);
    const log = await artifacts.openBlob(url);
    if (!log) throw new Error('There is no log.');
    await expect(textOf(log)).resolves.toBe('line 1\nline 2\n');
    await expect(artifacts.openBlob(`${url}.none`)).resolves.toBeUndefined();
  });

  test('a log grows by what is not there yet, however often it is appended', async () => {
    const artifacts = makeArtifacts();
    const [job, name] = [newId(), '0-1/main.txt'];
    await expect(artifacts.logLength(job, name)).resolves.toBeUndefined();
    const url = await artifacts.appendLog(job, name, 0, 'grün\n');
    expect(url).toBe(artifacts.logUrl(job, name));
    await artifacts.appendLog(job, name, 0, 'grün\nblau\n');
    await artifacts.appendLog(job, name, 6, 'blau\n');
    await artifacts.appendLog(job, name, 11, '');
    await expect(artifacts.createLog(job, name)).resolves.toBe(url);
    await expect(artifacts.logLength(job, name)).resolves.toBe(11);
    await expect(artifacts.appendLog(job, name, 99, 'x')).rejects.toThrow('99');
    const part = await artifacts.openBlob(url, 6);
    await expect(part && textOf(part)).resolves.toBe('blau\n');
    const end = await artifacts.openBlob(url, 11);
    await expect(end && textOf(end)).resolves.toBe('');
  });

  test('an empty log is a log', async () => {
    const artifacts = makeArtifacts();
    const url = await artifacts.createLog(newId(), '0-1/main.txt');
    const log = await artifacts.openBlob(url);
    expect(log).toBeDefined();
  });

  test('a text is read up to a length, and refused over it', async () => {
    const artifacts = makeArtifacts();
    const url = await artifacts.appendLog(newId(), 'a.txt', 0, 'x'.repeat(100));
    await expect(artifacts.readText(url, 100)).resolves.toBe('x'.repeat(100));
    await expect(artifacts.readText(url, 99)).rejects.toThrow(/99/);
    await expect(artifacts.readText(`${url}.none`, 99)).resolves.toBeUndefined();
  });

  test('blobs below a prefix are listed by name, no more than asked for', async () => {
    const artifacts = makeArtifacts();
    const job = newId();
    const names = ['b/2.txt', 'b/10.txt', 'a/ü &?#.txt'];
    for (const name of names) await artifacts.createLog(job, name);
    const urls = await artifacts.listBlobs('logs', `${job}/b/`, 10);
    expect(urls.map((url) => url.split('/').at(-1))).toEqual(['10.txt', '2.txt']);
    await expect(artifacts.listBlobs('logs', `${job}/`, 2)).resolves.toHaveLength(2);
    await expect(artifacts.listBlobs('logs', `${job}/`, 0)).resolves.toEqual([]);
    await expect(artifacts.listResults(`${job}/`, 10)).resolves.toEqual([]);
  });

  test('the URL of a results prefix ends with a slash', () => {
    expect(makeArtifacts().resultsUrl('job1/tasks/0-1/')).toMatch(/\/results\/job1\/tasks\/0-1\/$/);
  });
}
