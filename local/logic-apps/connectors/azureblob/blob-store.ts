/** A blob as a folder lists it. */
export interface BlobItem {
  /** Without the container. */
  readonly name: string;
  readonly lastModified: Date;
  readonly size: number;
  readonly contentType: string;
  /** With its quotes. */
  readonly etag: string;
}

export interface BlobPlace {
  readonly container: string;
  readonly name: string;
}

export interface Signature {
  /** Of the blob; or of the whole container, when the place has no name. */
  readonly place: BlobPlace;
  readonly permissions: string;
  readonly startsOn: Date | undefined;
  readonly expiresOn: Date | undefined;
  readonly httpsOnly: boolean;
}

/** What the connector needs of a storage account. Each throws StorageRefusal with what the service answered, or NoAnswer. */
export interface BlobStore {
  /** As connections and paths know it. */
  readonly accountName: string;
  /** Those directly in a folder (a prefix that ends with a slash, or nothing), not those in folders below. */
  list(container: string, folder: string): Promise<readonly BlobItem[]>;
  properties(place: BlobPlace): Promise<BlobItem>;
  read(place: BlobPlace): Promise<{ readonly bytes: Uint8Array; readonly item: BlobItem }>;
  write(
    place: BlobPlace,
    content: { readonly bytes: Buffer<ArrayBuffer>; readonly type: string },
  ): Promise<void>;
  delete(place: BlobPlace): Promise<void>;
  /** An URL with a signature. */
  sign(signature: Signature): Promise<string>;
}
