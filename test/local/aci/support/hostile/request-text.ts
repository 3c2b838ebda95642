interface RequestParts {
  readonly method: string;
  readonly target: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

const usual = [
  ['Host', 'localhost'],
  ['Authorization', 'Bearer any'],
  ['Content-Type', 'application/json'],
] as const;

/** A request as it goes over the wire; headers of the same name take the place of the usual ones. */
export function requestText({ method, target, headers = [], body }: RequestParts): string {
  const isGiven = (name: string): boolean =>
    headers.some(([given]) => given.toLowerCase() === name.toLowerCase());
  const all = [...usual.filter(([name]) => !isGiven(name)), ...headers];
  if (body !== undefined && !isGiven('Content-Length') && !isGiven('Transfer-Encoding')) {
    all.push(['Content-Length', String(Buffer.byteLength(body))]);
  }
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}
