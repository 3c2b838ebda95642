import { z } from 'zod';
import { securedOf } from '../definition/common.ts';
import { NoAnswer, type Reply } from '../connectors/connector.ts';
import { textOfBody } from '../connectors/content.ts';
import { replyOf } from '../connectors/http-reply.ts';
import { callOutside } from '../engine/call-outside.ts';
import type { Outside } from '../engine/outside.ts';
import { RetryPolicy } from '../engine/retry-policy.ts';
import { ActionFailure } from './action-run.ts';
import { defineAction } from './define-action.ts';
import { outboundShape, texts, timeoutOf } from './outbound.ts';

const Authentication = z.union([
  z.strictObject({ type: z.literal('Raw'), value: z.string() }),
  z.strictObject({ type: z.literal('Basic'), username: z.string(), password: z.string() }),
  z.strictObject({
    type: z.literal('ManagedServiceIdentity'),
    audience: z.string(),
    identity: z.string().optional(),
  }),
]);

const Inputs = z.strictObject({
  method: z.string(),
  uri: z.string(),
  queries: z.record(z.string(), z.unknown()).optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
  body: z.unknown().optional(),
  authentication: Authentication.optional(),
  retryPolicy: RetryPolicy.optional(),
});

const Given = z.looseObject({
  method: z.string(),
  uri: z.string(),
  queries: z.unknown().optional(),
  headers: z.unknown().optional(),
  body: z.unknown().optional(),
});

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#http-action */
export const http = defineAction({
  type: 'Http',
  schema: z.strictObject({ inputs: Inputs, ...outboundShape }),
  compile: ({ inputs, limit, operationOptions, runtimeConfiguration }, compiler) => {
    const { retryPolicy, authentication, ...templates } = inputs;
    compiler.templates(templates, 'inputs');
    compiler.templates(authentication, 'inputs', 'authentication');
    return {
      secured: securedOf(runtimeConfiguration),
      timeoutMs: timeoutOf(limit),
      run: (run) => {
        const given = Given.parse(run.evaluate(templates));
        const access = Authentication.optional().parse(run.evaluate(authentication));
        const request = requestOf(given);
        return callOutside(run, {
          inputs: given,
          policy: retryPolicy,
          followsAccepted: operationOptions !== 'DisableAsyncPattern',
          send: (signal) => send(run.outside, { request, access, signal }),
        });
      },
    };
  },
});

interface Sent {
  readonly request: () => Request;
  readonly access: z.infer<typeof Authentication> | undefined;
  readonly signal: AbortSignal;
}

/** Makes the request anew for every attempt: its body can be read once. */
function requestOf(given: z.infer<typeof Given>): () => Request {
  if (!URL.canParse(given.uri)) {
    const message = `The provided uri '${given.uri}' is not valid.`;
    throw new ActionFailure({ code: 'InvalidProtocolRequest', message }, { inputs: given });
  }
  const url = new URL(given.uri);
  for (const [name, value] of Object.entries(texts(given.queries))) {
    url.searchParams.append(name, value);
  }
  const headers = new Headers(texts(given.headers));
  const content = given.body === undefined ? undefined : textOfBody(given.body);
  if (content && !headers.has('content-type')) headers.set('content-type', content.type);
  const method = given.method.toUpperCase();
  return () => new Request(url, { method, headers, ...(content && { body: content.bytes }) });
}

async function send(outside: Outside, { request, access, signal }: Sent): Promise<Reply> {
  const asked = new Request(request(), { signal });
  try {
    const authorization = await authorizationOf(outside, access);
    if (authorization !== undefined) asked.headers.set('authorization', authorization);
    return await replyOf(await outside.fetch(asked), (location, next) => {
      const url = new URL(location, asked.url).href;
      return send(outside, { request: () => new Request(url), access, signal: next });
    });
  } catch (error) {
    throw new NoAnswer(error);
  }
}

async function authorizationOf(
  outside: Outside,
  access: Sent['access'],
): Promise<string | undefined> {
  switch (access?.type) {
    case undefined:
      return undefined;
    case 'Raw':
      return access.value;
    case 'Basic':
      return `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`;
    case 'ManagedServiceIdentity':
      return `Bearer ${await outside.token(access.audience)}`;
  }
}
