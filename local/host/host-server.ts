import type { DurableExtension } from '../durable/index.ts';

interface HostServerParts {
  readonly durable: Pick<DurableExtension, 'fetch'>;
  readonly admin: { fetch(request: Request): Response | Promise<Response> };
  readonly functions: { fetch(request: Request): Promise<Response> };
}

/** Gives each request to the part of the host that its path belongs to. */
export function hostFetch(parts: HostServerParts): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const path = pathname.toLowerCase();
    if (isUnder(path, '/runtime/webhooks/durabletask') || isUnder(path, '/durabletask'))
      return parts.durable.fetch(request);
    if (isUnder(path, '/admin')) return parts.admin.fetch(request);
    return parts.functions.fetch(request);
  };
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
