import type { BlobClient, BlobServiceClient } from '@azure/storage-blob';

/** A blob of the account, by the parts of its URL. */
interface BlobAddress {
  readonly container: string;
  readonly name: string;
  readonly snapshot: string | undefined;
}

/**
 * Takes a blob's URL apart. Throws when it is of another account: the app's own identity must not be shown to a host
 * that a job names.
 */
export function addressOf(service: BlobServiceClient, url: string): BlobAddress {
  const parsed = new URL(url);
  const base = `${withoutSlash(service.url)}/`;
  const plain = `${parsed.origin}${parsed.pathname}`;
  const [container, ...path] = plain.startsWith(base) ? plain.slice(base.length).split('/') : [];
  const name = decodeURIComponent(path.join('/'));
  // `..` behind an encoded slash would lead the SDK to another container than the one that was looked at.
  const isEvasive = name.split(/[/\\]/).some((part) => part === '.' || part === '..');
  if (!container || !name || isEvasive) throw new Error(`${plain} is not a blob of ${base}`);
  return {
    container,
    name,
    snapshot: parsed.searchParams.get('snapshot') ?? undefined,
  };
}

export function blobAt(service: BlobServiceClient, url: string): BlobClient {
  const { container, name, snapshot } = addressOf(service, url);
  const blob = service.getContainerClient(container).getBlobClient(name);
  return snapshot ? blob.withSnapshot(snapshot) : blob;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
