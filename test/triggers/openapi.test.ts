import process from 'node:process';
import type { HttpResponseInit } from '@azure/functions';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import type { Estimate } from '../../jobs/estimate.ts';
import type { JobStatus } from '../../jobs/job-status.ts';
import { cancelJob } from '../../triggers/http-cancel-job.ts';
import { getJob } from '../../triggers/http-get-job.ts';
import { listJobs } from '../../triggers/http-list-jobs.ts';
import { getOpenApi } from '../../triggers/http-openapi.ts';
import { postJob } from '../../triggers/http-post-job.ts';
import type * as replies from '../../triggers/openapi/replies.ts';
import { registeredBindings } from '../support/functions-core.ts';
import { jsonOf, requestOf, World } from './support/world.ts';

const Schema = z.looseObject({});
const Content = z.record(z.string().regex(/^\w+\/[\w.+-]+$/), z.strictObject({ schema: Schema }));
const Parameter = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.literal(true).optional(),
  description: z.string().optional(),
  schema: Schema,
});
const Response = z.strictObject({
  description: z.string().min(1),
  headers: z
    .record(z.string(), z.strictObject({ description: z.string(), schema: Schema }))
    .optional(),
  content: Content.optional(),
});
const Operation = z.strictObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(Parameter).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), Response),
});
/** As much of https://spec.openapis.org/oas/3.1/schema/2022-10-07 as the document uses; whatever else is an error. */
const OpenApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    summary: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith('/'),
    z.strictObject({ get: Operation.optional(), post: Operation.optional() }),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), Schema),
    securitySchemes: z.record(
      z.string(),
      z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer') }).or(
        z.strictObject({
          type: z.literal('apiKey'),
          in: z.enum(['header', 'query']),
          name: z.string(),
        }),
      ),
    ),
  }),
});

const document = OpenApi.parse(
  JSON.parse(JSON.stringify(getOpenApi(requestOf({ path: '/api/openapi.json' })).jsonBody)),
);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  (['get', 'post'] as const).flatMap((method) => {
    const operation = item[method];
    return operation ? [{ path, method, operation }] : [];
  }),
);

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addFormat('base64', true);
const compile = (ref: string) => ajv.compile({ $ref: ref, components: document.components });

/** What is wrong with a reply, by the document. */
function problemsOf(
  operationId: string,
  reply: HttpResponseInit,
  type = 'application/json',
): unknown {
  const found = operations.find(({ operation }) => operation.operationId === operationId);
  const schema = found?.operation.responses[String(reply.status ?? 200)]?.content?.[type]?.schema;
  if (!schema) return `${operationId} may not answer ${String(reply.status)}`;
  const isValid = compile(String(schema['$ref']));
  return isValid(jsonOf(reply)) ? [] : isValid.errors;
}

describe('the OpenAPI document', () => {
  test('says where it was asked', () => {
    expect(document.servers).toEqual([{ url: 'https://app.example/api' }]);
  });

  test('names no operation twice, and declares what is in its paths', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  test('refers to nothing that is not there, and its schemas are schemas', () => {
    const refs = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(refs.length).toBeGreaterThan(10);
    for (const name of Object.keys(document.components.schemas))
      compile(`#/components/schemas/${name}`);
    for (const ref of new Set(refs))
      expect(Object.keys(document.components.schemas)).toContain(
        ref.split('/').at(-1)?.slice(0, -1),
      );
  });

  test('says every refusal but that of a key as a problem', () => {
    const kinds = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses)
        .filter(([status]) => Number(status) >= 400 && status !== '401')
        .flatMap(([, { content }]) => Object.keys(content ?? {})),
    );
    expect(new Set(kinds)).toEqual(new Set(['application/problem+json']));
  });
});

describe('the routes', () => {
  const environment = process.env;
  beforeAll(async () => {
    process.env = {
      ...environment,
      JobsStorage__blobServiceUri: 'https://account.blob.example',
      JobsStorage__queueServiceUri: 'https://account.queue.example',
      JobsStorage__tableServiceUri: 'https://account.table.example',
      AZURE_SUBSCRIPTION_ID: '11111111-1111-1111-1111-111111111111',
      ACI_RESOURCE_GROUP: 'rg',
      ACI_LOCATION: 'westeurope',
      IMAGE_PREFIX: 'registry.example',
      DEPLOYMENT_OWNER: 'us',
    };
    await import('../../app.ts');
    process.env = environment;
  });

  test('of the app and of the document are the same', () => {
    const Http = z.object({
      type: z.literal('httpTrigger'),
      route: z.string(),
      methods: z.array(z.string()),
    });
    const registered = [...registeredBindings].flatMap(([name, bindings]) =>
      bindings.flatMap((binding) => {
        const { data } = Http.safeParse(binding);
        return data ? data.methods.map((method) => `${name}: ${method} /${data.route}`) : [];
      }),
    );
    const documented = operations.map(
      ({ path, method, operation }) => `${operation.operationId}: ${method.toUpperCase()} ${path}`,
    );
    expect(registered.sort()).toEqual(documented.sort());
  });
});

describe('a reply is as the document says', () => {
  const spec = {
    group: { properties: { containers: [{ name: 'a', properties: { image: 'i' } }] } },
  };
  const post = (world: World, body: unknown) =>
    postJob(world, world.orchestrations, requestOf({ method: 'POST', body: JSON.stringify(body) }));

  test('a job that was started, and one that was refused', async () => {
    const world = new World();
    expect(problemsOf('postJob', await post(world, spec))).toEqual([]);
    const refused = await post(world, { x: 1 });
    expect(problemsOf('postJob', refused, 'application/problem+json')).toEqual([]);
  });

  test('a job that runs, one that failed, a list of jobs, and none', async () => {
    const world = new World();
    await world.hasJob({ id: 'job1', waitingFor: { what: 'quota', place: 2 } });
    const request = requestOf({ id: 'job1' });
    expect(problemsOf('getJob', await getJob(world, request))).toEqual([]);
    expect(problemsOf('cancelJob', await cancelJob(world, world.orchestrations, request))).toEqual(
      [],
    );
    await world.store.updateJob('job1', {
      phase: 'over',
      outcome: { status: 'failed', class: 'container-exit', exitCode: 3, message: 'exit 3' },
      cleanup: 'leftToSweeper',
      output: '{"a":1}',
      finishedAt: '2026-03-01T12:00:00.000Z',
    });
    expect(problemsOf('getJob', await getJob(world, request))).toEqual([]);
    expect(problemsOf('listJobs', await listJobs(world, requestOf({})))).toEqual([]);
    const none = await getJob(world, requestOf({ id: 'none' }));
    expect(problemsOf('getJob', none, 'application/problem+json')).toEqual([]);
  });

  test('each field of a status and of an estimate is documented: the compiler says so', () => {
    // A key that is no field of the document's schema does not compile here.
    const fields: readonly (keyof z.infer<typeof replies.JobStatus>)[] = Array<keyof JobStatus>();
    const parts: readonly (keyof z.infer<typeof replies.Estimate>)[] = Array<keyof Estimate>();
    const asDocumented = (status: JobStatus): z.infer<typeof replies.JobStatus> => status;
    const asEstimated = (estimate: Estimate): z.infer<typeof replies.Estimate> => estimate;
    expect([fields, parts, asDocumented, asEstimated]).toHaveLength(4);
  });
});
