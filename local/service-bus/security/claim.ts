/** A connection may use what lies at or below a path of the namespace, for a time. */
export interface Claim {
  /** Lower case, without slashes at its ends; empty for the whole namespace. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The path of `sb://host/path`, `amqps://host/path` or `path`. */
export function resourcePath(resource: string): string {
  const withoutHost = resource.replace(/^[a-z]+:\/\/[^/]*/i, '');
  return withoutHost.replace(/^\/+|\/+$/g, '').toLowerCase();
}

export function covers(granted: string, wanted: string): boolean {
  return granted === '' || granted === wanted || wanted.startsWith(`${granted}/`);
}
