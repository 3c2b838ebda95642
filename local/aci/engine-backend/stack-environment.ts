/** The name by which a container reaches this machine. */
export const hostName = 'host.docker.internal';

/** Where a container finds the certificates it has to trust. */
export const trustPaths = { ca: '/run/aci/ca.pem', bundle: '/run/aci/ca-bundle.pem' } as const;

const authority = /(?<![\w.-])(?:127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})(?!\d)/g;

/** The same value with the addresses of the stack's ports on this machine's loopback as a container reaches them. */
export function reachable(value: string, stackPorts: ReadonlySet<number>): string {
  return value.replace(authority, (whole, port: string) =>
    stackPorts.has(Number(port)) ? `${hostName}:${port}` : whole,
  );
}

/** What makes a container's programs trust the local authority; what the group sets goes before. */
export const trustEnvironment: readonly (readonly [name: string, value: string])[] = [
  ['NODE_EXTRA_CA_CERTS', trustPaths.ca],
  ['SSL_CERT_FILE', trustPaths.bundle],
  ['CURL_CA_BUNDLE', trustPaths.bundle],
  ['REQUESTS_CA_BUNDLE', trustPaths.bundle],
];
