import tls from 'node:tls';

/**
 * Makes this process trust this authority, and no other: test files share a process, and the authorities of their
 * folders share a name.
 */
export function trust({ ca }: { readonly ca: string }): void {
  tls.setDefaultCACertificates([ca]);
}
