import { JobSpec } from '../../jobs/job-spec.ts';
import { type JsonSchema, jsonSchemasOf } from '../../jobs/json-schemas.ts';
import { Group } from '../../jobs/spec/group.ts';
import { StepJob } from '../../jobs/spec/steps.ts';
import { jobIdPattern } from '../job-id-pattern.ts';
import { Estimate, ExitReport, JobList, JobStatus, Problem, Verdict } from './replies.ts';
import { type Route, routes } from './routes.ts';

const placeOf = (name: string) => `#/components/schemas/${name}`;
const ref = (name: string): JsonSchema => ({ $ref: placeOf(name) });
const jsonOf = (schema: JsonSchema) => ({ 'application/json': { schema } });

/** The app's HTTP API as OpenAPI has it: https://spec.openapis.org/oas/v3.1.1.html. `server` is where `/api` begins. */
export function openApiDocument(server: string): Record<string, unknown> {
  return {
    openapi: '3.1.1',
    info: {
      title: 'durable-aci',
      version: '1',
      summary: 'Runs container jobs on Azure Container Instances.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${server}/api` }],
    security: [{ header: [] }, { query: [] }],
    paths: pathsOf(routes),
    components: {
      schemas: jsonSchemasOf(
        { JobSpec, Group, StepJob, JobStatus, JobList, Estimate, ExitReport, Verdict, Problem },
        { placeOf },
      ),
      // https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
      securitySchemes: {
        header: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
        query: { type: 'apiKey', in: 'query', name: 'code' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function pathsOf(all: readonly Route[]): Record<string, object> {
  const paths = [...new Set(all.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => [
      path,
      Object.fromEntries(
        all
          .filter((route) => route.path === path)
          .map((route) => [route.method, operationOf(route)]),
      ),
    ]),
  );
}

function operationOf(route: Route): object {
  const parameters = parametersOf(route);
  return {
    operationId: route.name,
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.byToken && { security: [{ token: [] }] }),
    ...(route.takes && { requestBody: bodyOf(route.takes) }),
    responses: {
      401: { description: 'The function key is missing or wrong.' },
      ...Object.fromEntries(route.replies.map((reply) => [reply.status, replyOf(reply)])),
      ...Object.fromEntries(
        Object.entries(route.problems).map(([status, description]) => [
          status,
          { description, content: { 'application/problem+json': { schema: ref('Problem') } } },
        ]),
      ),
    },
  };
}

function bodyOf(name: string): object {
  const schema = ref(name);
  return {
    // Nothing has to be said about a step that asks alone.
    required: name !== 'Verdict',
    content: { 'application/json': { schema }, 'application/yaml': { schema } },
  };
}

function parametersOf({ path, query = {}, headers = {} }: Route): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: jobIdPattern },
  }));
  const inQuery = Object.entries(query).map(([name, one]) => ({ name, in: 'query', ...one }));
  const inHeader = Object.entries(headers).map(([name, one]) => ({ name, in: 'header', ...one }));
  return [...inPath, ...inQuery, ...inHeader];
}

function replyOf({ description, body, comesLater }: Route['replies'][number]): object {
  return {
    description,
    ...(comesLater && {
      headers: {
        Location: { description: 'Where to ask next.', schema: { type: 'string' } },
        'Retry-After': { description: 'In so many seconds.', schema: { type: 'integer' } },
      },
    }),
    ...(body !== 'none' && { content: contentOf(body) }),
  };
}

function contentOf(body: string): object {
  if (body === 'text') return { 'text/plain': { schema: { type: 'string' } } };
  return jsonOf(body === 'json' ? { type: 'object' } : ref(body));
}
