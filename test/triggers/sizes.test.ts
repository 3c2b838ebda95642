import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { approveJob } from '../../triggers/http-decide-step.ts';
import { estimateJob } from '../../triggers/http-estimate.ts';
import { getJob } from '../../triggers/http-get-job.ts';
import { getLogs } from '../../triggers/http-get-logs.ts';
import { listJobs } from '../../triggers/http-list-jobs.ts';
import { postJob } from '../../triggers/http-post-job.ts';
import { requestOf, World } from './support/world.ts';

type Ask = (world: World, request: HttpRequest) => Promise<HttpResponseInit>;

const post: Ask = (world, request) => postJob(world, world.orchestrations, request);
const estimate: Ask = ({ artifacts, store, settings }, request) =>
  estimateJob(
    { artifacts, store, settings: { ...settings, defaultRegion: 'eastus', imagePrefix: 'i' } },
    request,
  );
const approve: Ask = (world, request) => approveJob(world, world.orchestrations, request);

describe('what comes in is limited', () => {
  test.each([
    ['a job', post, 1024 * 1024],
    ['an estimate', estimate, 1024 * 1024],
    ['an approval', approve, 16 * 1024],
  ])('%s has a body of a size', async (_, ask, limit) => {
    const world = new World();
    await world.hasJob();
    const text = `{"a":"${'x'.repeat(limit)}"}`;
    for (const headers of [
      {},
      { 'content-length': '1' },
      { 'content-length': String(text.length) },
    ]) {
      const request = requestOf({ method: 'POST', id: 'job1', headers, body: text });
      expect(await ask(world, request)).toMatchObject({ status: 413 });
    }
    expect(world.started).toEqual([]);
  });

  test.each<[string, Ask, Parameters<typeof requestOf>[0], number]>([
    ['an idempotency key', post, { headers: { 'idempotency-key': 'k'.repeat(256) } }, 400],
    ['an id', getJob, { id: 'j'.repeat(10_000) }, 404],
    ['a continuation', listJobs, { path: `/api/jobs?continuation=${'c'.repeat(10_000)}` }, 400],
    ['a page', listJobs, { path: '/api/jobs?limit=101' }, 400],
    ['a container', getLogs, { id: 'job1', path: `/api/x?container=${'c'.repeat(64)}` }, 400],
    ['a tail', getLogs, { id: 'job1', path: '/api/x?tail=1000001' }, 400],
    ['a parameter', estimate, { path: '/api/x?secondsPerTask=604801' }, 400],
  ])('%s is short', async (_, ask, call, status) => {
    const world = new World();
    await world.hasJob();
    const body = { method: 'POST', body: '{"workload":"render"}' } as const;
    const request = requestOf({ ...(ask === post || ask === estimate ? body : {}), ...call });
    expect(await ask(world, request)).toMatchObject({ status });
    expect(world.started).toEqual([]);
  });
});
