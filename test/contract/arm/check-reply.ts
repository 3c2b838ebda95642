import { z } from 'zod';
import { checkValue } from './check-value.ts';
import { loadOperations, type Operation, stableVersion } from './specification.ts';

/** A reply of Microsoft.ContainerInstance as it went over the wire. */
export const Reply = z.object({
  method: z.string(),
  url: z.string(),
  status: z.int(),
  text: z.string(),
});
export type Reply = z.infer<typeof Reply>;

interface Verdict {
  /** The operationId; undefined when the specification has no such path, so that only errors can be checked. */
  readonly operation: string | undefined;
  /** One line each. */
  readonly problems: readonly string[];
}

/** The reply of the link `Azure-AsyncOperation`, which the specification does not have, as recorded. */
const OperationStatus = z.strictObject({
  id: z.string(),
  status: z.enum(['Pending', 'Creating', 'Updating', 'Succeeded', 'Failed', 'Canceled']),
  startTime: z.iso.datetime(),
  properties: z.strictObject({ events: z.array(z.looseObject({ name: z.string() })) }),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
const operationLink = /\/locations\/[^/]+\/operations\/[^/]+$/i;
/** What `Location` leads to: the group, or nothing while the operation goes on and when there is no group (any more). */
const resultLink = /\/locations\/[^/]+\/(?:operation|deletion)Results\/[^/]+$/i;

/** Paths under the provider that belong to other parts of ARM: its registration. */
const registration = /^\/subscriptions\/[^/]+\/providers\/[^/]+(\/register)?$/i;

/** Checks replies by the specification of the API. */
export class ReplyChecker {
  private readonly operations = loadOperations();
  /** Gives what its reply is: a group or, as any operation, an error. */
  private readonly getGroup = this.operations.find(({ id }) => id === 'ContainerGroups_Get');

  check(reply: Reply): Verdict {
    const [rawPath = '', query = ''] = reply.url.split('?', 2);
    const path = rawPath.replaceAll(/\/+/g, '/').replace(/\/$/, '');
    const candidates = this.operationsAt(reply.method, path, query);
    const [first] = candidates;
    if (first) {
      const verdicts = candidates.map((operation) => checkBy(operation, reply));
      const problems = verdicts.reduce((best, next) => (next.length < best.length ? next : best));
      return { operation: first.id, problems };
    }
    const byGroup = this.getGroup ? checkBy(this.getGroup, reply) : [];
    if (reply.status >= 400) {
      return { operation: undefined, problems: reply.method === 'HEAD' ? [] : byGroup };
    }
    if (operationLink.test(path)) return { operation: 'operation status', problems: status(reply) };
    if (resultLink.test(path)) {
      const isEmpty = [202, 204].includes(reply.status) && reply.text === '';
      return { operation: 'operation result', problems: isEmpty ? [] : byGroup };
    }
    const problems = registration.test(path) ? [] : ['there is no such operation'];
    return { operation: undefined, problems };
  }

  /** By the stable version, for those who ask for it or an older one; else by any version that has the operation. */
  private operationsAt(method: string, path: string, query: string): Operation[] {
    const all = this.operations.filter(
      (operation) => operation.method === method && operation.path.test(path),
    );
    const asked = new URLSearchParams(query).get('api-version') ?? '';
    const stable = all.filter(({ version }) => version === stableVersion);
    return asked <= stableVersion && stable.length > 0 ? stable : all;
  }
}

function checkBy({ id, responses, definitions }: Operation, { status, text }: Reply): string[] {
  const response = responses[String(status)] ?? (status >= 400 ? responses['default'] : undefined);
  if (!response) return [`${id} has no reply with status ${String(status)}`];
  if (!response.schema)
    return text === '' ? [] : [`${id} has a body with status ${String(status)}`];
  const body = parse(text);
  if (body === undefined) return [`${id} has a body that is not JSON`];
  return checkValue(response.schema, body, id, definitions).filter((line) => !isAllowed(line));
}

/** What is known of the service and differs from its specification. */
function isAllowed(line: string): boolean {
  return (
    // https://github.com/apache/airflow/pull/34627
    line === 'Containers_ListLogs.content: is null, not string' ||
    // The one secret that clients are given: it opens a terminal.
    /^Containers_(ExecuteCommand|Attach)\.password is a secret$/.test(line)
  );
}

function status({ status: code, text }: Reply): string[] {
  if (code !== 200) return [`an operation status has the status ${String(code)}`];
  const parsed = OperationStatus.safeParse(parse(text));
  return parsed.success ? [] : [`operation status: ${z.prettifyError(parsed.error)}`];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
