import { StorageRefusal } from '../storage-refusal.ts';
import type { BlobItem, BlobPlace } from './blob-store.ts';

/** `/container/folder/name`, with or without the first slash. */
export function placeOf(path: string): BlobPlace {
  const [container = '', ...name] = path.replace(/^\/+/, '').split('/');
  if (container === '') {
    throw new StorageRefusal(400, `'${path}' is no path of a blob such as /container/name.`);
  }
  return { container, name: name.join('/') };
}

/** The id of a file or a folder: base64 of its encoded path; a plain path is taken too. */
export function pathOfId(id: string): string {
  if (id.includes('/')) return id;
  const text = Buffer.from(id, 'base64').toString('utf8');
  if (!/^%2f/i.test(text)) return id;
  try {
    return decodeURIComponent(text);
  } catch {
    return id;
  }
}

/** Of a path with its first slash. */
function idOf(path: string): string {
  const encoded = encodeURIComponent(path).replaceAll(/%[0-9A-F]{2}/g, (code) =>
    code.toLowerCase(),
  );
  return Buffer.from(encoded).toString('base64');
}

/** A blob as the connector shows it. */
export function metadataOf(container: string, item: BlobItem) {
  const path = `/${container}/${item.name}`;
  const name = item.name.slice(item.name.lastIndexOf('/') + 1);
  return {
    Id: idOf(path),
    Name: name,
    DisplayName: name,
    Path: path,
    LastModified: `${item.lastModified.toISOString().slice(0, 19)}Z`,
    Size: item.size,
    MediaType: item.contentType,
    IsFolder: false,
    ETag: item.etag,
    FileLocator: idOf(path),
    LastModifiedBy: null,
  };
}
