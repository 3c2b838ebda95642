/** A blob by its place in the storage account. */
interface BlobPlace {
  readonly container: string;
  readonly name: string;
}

/**
 * Undefined for a URL of another account or of no blob, and for one that a client could read as that of another container:
 * clients drop some characters, take `\` for `/`, and go where `..` leads (https://url.spec.whatwg.org/#path-state).
 */
export function blobPlaceOf(url: string, blobServiceUrl: string): BlobPlace | undefined {
  const base = `${canonical(blobServiceUrl)}/`;
  const [plain = ''] = canonical(url).split(/[?#]/, 1);
  if (isTricky(url) || !plain.startsWith(base)) return undefined;
  const [container = '', ...path] = plain.slice(base.length).split('/');
  const name = decoded(path.join('/'));
  return /^[a-z0-9-]+$/.test(container) && name && !hasDots(name) ? { container, name } : undefined;
}

/**
 * Containers of the app, of the Functions host and of Durable Functions: what lies there is no input of a job.
 * https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-azure-storage-provider#storage-representation
 */
export function isInternalContainer(container: string): boolean {
  return (
    ['jobs', 'logs'].includes(container) ||
    /^(azure-webjobs|app-package)-|-(leases|applease|largemessages)$/.test(container)
  );
}

/** Scheme and host in lower case, and without the port that https has anyhow. */
function canonical(url: string): string {
  return url.replace(/^[^/]*\/\/[^/?#]*/, (origin) =>
    origin.toLowerCase().replace(/^(https:.*):443$/, '$1'),
  );
}

function isTricky(url: string): boolean {
  return /[\u0000-\u001f\u007f\\]|^ | $/.test(url);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function hasDots(name: string): boolean {
  return name.split(/[/\\]/).some((part) => part === '.' || part === '..');
}
