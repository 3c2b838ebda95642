import { describe, expect, test } from '@jest/globals';
import { postJob } from '../../triggers/http-post-job.ts';
import { account, jsonOf, requestOf, World } from './support/world.ts';

const container = { name: 'main', properties: { image: 'example.azurecr.io/tool:1' } };
const spec = {
  name: 'night run',
  labels: { team: 'blue' },
  group: { properties: { containers: [container] } },
};

const post = (world: World, body: unknown, headers: Record<string, string> = {}) =>
  postJob(
    world,
    world.orchestrations,
    requestOf({
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );

const errorsOf = (reply: Awaited<ReturnType<typeof post>>) => jsonOf(reply);

describe('POST /api/jobs', () => {
  test('starts a job and says where to ask for it', async () => {
    const world = new World();
    const reply = await post(world, spec);
    const [job] = world.store.jobs.values();
    expect(reply).toMatchObject({
      status: 202,
      headers: { location: `/api/jobs/${job?.id}`, 'retry-after': expect.any(String) },
      jsonBody: { id: job?.id, name: 'night run', phase: 'waiting', labels: { team: 'blue' } },
    });
    expect(world.started).toEqual([{ name: 'runJob', id: job?.id, input: { jobId: job?.id } }]);
    expect(world.artifacts.blobs.has(`${account}/jobs/${job?.id}/spec.json`)).toBe(true);
  });

  test('hands a workload to its own orchestrator, with its defaults', async () => {
    const world = new World();
    await post(world, { workload: 'render', input: { tiles: 8 } });
    expect(world.started).toMatchObject([
      { name: 'renderScene', input: { input: { tiles: 8, scene: 'spheres' } } },
    ]);
  });

  test('says the same job for the same key, also when it is over', async () => {
    const world = new World();
    const key = { 'Idempotency-Key': 'once' };
    const first = await post(world, spec, key);
    const again = await post(world, spec, key);
    expect(jsonOf(again)).toEqual(jsonOf(first));
    const [job] = world.store.jobs.values();
    const outcome = { status: 'succeeded' } as const;
    await world.store.updateJob(job?.id ?? '', { phase: 'over', outcome });
    const late = await post(world, spec, key);
    expect(late).toMatchObject({ status: 202, jsonBody: { id: job?.id, phase: 'over', outcome } });
    expect(world.started).toHaveLength(1);
  });

  test('starts another job without a key, and for another key', async () => {
    const world = new World();
    await post(world, spec);
    await post(world, spec);
    await post(world, spec, { 'Idempotency-Key': 'a' });
    await post(world, spec, { 'Idempotency-Key': 'b' });
    expect(world.started).toHaveLength(4);
  });

  test.each([
    ['wrong fields', { ...spec, nmae: 1, timeout: 'soon' }, ['nmae', 'timeout']],
    [
      'wrong fields of a workload',
      { workload: 'sentiment', input: { x: 1 } },
      ['input.blobUrl', 'input.x'],
    ],
    ['nothing', 'null', ['']],
    ['another target', { ...spec, target: { resourceGroup: 'theirs' } }, ['target']],
    [
      'blobs of another account',
      {
        ...spec,
        artifacts: { inputs: [`${account}/reviews/a.txt`, 'https://other.example/reviews/a.txt'] },
      },
      ['artifacts.inputs[1]'],
    ],
    [
      'blobs of internal containers',
      {
        ...spec,
        artifacts: {
          inputs: [
            `${account}/jobs/j/spec.json`,
            `${account}/reviews/../logs/j/a.txt`,
            `${account}/reviews/x%2F..%2F..%2Fjobs%2Fj%2Fspec.json`,
            `${account}/azure-webjobs-secrets/app/host.json`,
            `${account}/durableaci-largemessages/x`,
            `${account}/results/j/a.json`,
          ],
        },
      },
      [0, 1, 2, 3, 4].map((index) => `artifacts.inputs[${index}]`),
    ],
    [
      'an internal blob of a workload',
      { workload: 'sentiment', input: { blobUrl: `${account}/logs/j/a.txt` } },
      ['input.blobUrl'],
    ],
    [
      'an internal container to fan out over',
      { ...spec, fanOut: { items: { blobs: { container: 'jobs', prefix: '' } } } },
      ['fanOut.items.blobs.container'],
    ],
  ])('refuses %s by their paths, and starts nothing', async (_, body, paths) => {
    const world = new World();
    const reply = await post(world, body);
    expect(reply).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(errorsOf(reply)).toMatchObject({
      type: 'about:blank',
      title: 'The job is not right',
      status: 400,
      errors: expect.arrayContaining(paths.map((path) => expect.objectContaining({ path }))),
    });
    expect(world.store.jobs.size).toBe(0);
    expect(world.artifacts.blobs.size).toBe(0);
  });

  test.each(['{', '', '{"a":1}x'])('refuses what is not JSON: %j', async (body) => {
    const reply = await post(new World(), body);
    expect(reply.status).toBe(400);
    expect(jsonOf(reply)).toMatchObject({ title: expect.stringMatching(/^The body is not JSON/) });
  });

  test('refuses a key that is empty or too long, together with all else that is wrong', async () => {
    for (const key of ['', 'x'.repeat(256)]) {
      const reply = await post(new World(), { ...spec, x: 1 }, { 'Idempotency-Key': key });
      expect(jsonOf(reply)).toMatchObject({
        status: 400,
        errors: [{ path: 'Idempotency-Key' }, { path: 'x' }],
      });
    }
  });

  test('refuses a body over 1 MB, whether it says so before or not', async () => {
    const body = JSON.stringify({ ...spec, name: 'x'.repeat(1024 * 1024) });
    expect((await post(new World(), body)).status).toBe(413);
    const announced = { 'content-length': String(2 * 1024 * 1024) };
    expect((await post(new World(), spec, announced)).status).toBe(413);
  });
});
