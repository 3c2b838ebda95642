/** A blob by its place in the storage account. */
interface BlobPlace {
  readonly container: string;
  readonly name: string;
}

/** Undefined for a URL of another account or of no blob, and for one that could be read as that of another container. */
export function blobPlaceOf(url: string, blobServiceUrl: string): BlobPlace | undefined {
  const base = `${blobServiceUrl}/`;
  const plain = normalized(url);
  if (!plain?.startsWith(base)) return undefined;
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

/** As every client sends it: without `..`, the query and the fragment. */
function normalized(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
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
