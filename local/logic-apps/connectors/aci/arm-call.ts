import { NoAnswer, type ConnectorRequest, type Operation, type Reply } from '../connector.ts';
import { textOfBody } from '../content.ts';
import { replyOf } from '../http-reply.ts';

/** How the connector reaches Azure Resource Manager. */
export interface Arm {
  /** Without a slash at the end. */
  readonly endpoint: string;
  readonly fetch: (request: Request) => Promise<Response>;
  /** A bearer token for the endpoint. */
  readonly token: () => Promise<string>;
}

/** All that ARM has about container groups stands below this; names are encoded once. */
export const groupsPath =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerInstance/containerGroups';

interface Definition extends Pick<Operation, 'id' | 'method' | 'path'> {
  readonly queries?: readonly string[];
}

/**
 * An operation that hands its request on to ARM as it is: the connector is a thin pass-through, in which the API
 * version travels as `x-ms-api-version`. https://learn.microsoft.com/connectors/aci/
 */
export function armOperation(definition: Definition): (arm: Arm) => Operation {
  const { queries = [], ...rest } = definition;
  return (arm) => ({
    ...rest,
    queries: ['x-ms-api-version', ...queries],
    call: (request) => callArm(arm, rest, request),
  });
}

/** The version that the connector uses where a definition names none. */
const apiVersion = '2023-05-01';

async function callArm(
  arm: Arm,
  { path, method }: Pick<Operation, 'path' | 'method'>,
  { params, queries, body, signal }: ConnectorRequest,
): Promise<Reply> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const { 'x-ms-api-version': version = apiVersion, ...others } = queries;
  const url = new URL(`${arm.endpoint}${filled}`);
  for (const [name, value] of Object.entries({ 'api-version': version, ...others })) {
    url.searchParams.set(name, value);
  }
  const content = body === undefined ? undefined : textOfBody(body);
  const init = {
    method: method.toUpperCase(),
    ...(content && { body: content.bytes, headers: { 'content-type': content.type } }),
  };
  return send(arm, () => new Request(url, { ...init, signal }));
}

async function send(arm: Arm, request: () => Request): Promise<Reply> {
  try {
    const asked = request();
    asked.headers.set('authorization', `Bearer ${await arm.token()}`);
    return await replyOf(await arm.fetch(asked), (location, signal) =>
      send(arm, () => new Request(new URL(location, asked.url), { signal })),
    );
  } catch (error) {
    throw new NoAnswer(error);
  }
}
