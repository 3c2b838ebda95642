import { createHash } from 'node:crypto';
import { subjectOf } from './subscription.ts';

/** One committed blob as a listing shows it. */
export interface ListedBlob {
  readonly container: string;
  readonly name: string;
  readonly url: string;
  /** Without quotes. */
  readonly eTag: string;
  readonly blobType: string;
  readonly contentType: string;
  readonly contentLength: number;
  readonly lastModified: Date;
  readonly hasContentMd5: boolean;
}

/** https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage#microsoftstorageblobcreated-event */
interface BlobCreatedEvent {
  readonly topic: string;
  readonly subject: string;
  readonly eventType: 'Microsoft.Storage.BlobCreated';
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly dataVersion: '';
  readonly metadataVersion: '1';
  readonly eventTime: string;
}

/**
 * The event of one version of a blob, which counts up with each. The same version gives the same event, id included,
 * however often it is sent.
 */
export function blobCreated(topic: string, blob: ListedBlob, version: number): BlobCreatedEvent {
  const subject = subjectOf(blob.container, blob.name);
  const idFor = (use: string): string => guidOf([topic, subject, blob.eTag, use].join('\n'));
  return {
    topic,
    subject,
    eventType: 'Microsoft.Storage.BlobCreated',
    id: idFor('event'),
    data: {
      api: apiOf(blob),
      clientRequestId: idFor('clientRequest'),
      requestId: idFor('request'),
      eTag: blob.eTag,
      contentType: blob.contentType,
      contentLength: blob.contentLength,
      blobType: blob.blobType,
      accessTier: 'Default',
      url: blob.url,
      sequencer: sequencerOf(blob, version),
      storageDiagnostics: { batchId: idFor('batch') },
    },
    dataVersion: '',
    metadataVersion: '1',
    eventTime: blob.lastModified.toISOString(),
  };
}

/** Azurite keeps the MD5 of a blob that came in one piece only. */
function apiOf({ blobType, hasContentMd5 }: ListedBlob): 'PutBlob' | 'PutBlockList' {
  return blobType === 'BlockBlob' && !hasContentMd5 ? 'PutBlockList' : 'PutBlob';
}

/** Of two events of one blob, the later has the greater text; a listing knows times in whole seconds only. */
function sequencerOf({ lastModified }: ListedBlob, version: number): string {
  const time = lastModified.getTime().toString(16).padStart(32, '0');
  return `${time}${version.toString(16).padStart(16, '0')}`;
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
