import path from 'node:path';
import tls from 'node:tls';
import { ensureCertificates } from '../support/certificates.ts';
import type { LocalService, Ready } from '../support/service.ts';
import { connectionString } from './account.ts';
import { startAzurite, type Azurite, type AzuriteOptions } from './azurite.ts';
import { createResources, type Resources } from './resources.ts';

interface StorageOptions extends Pick<AzuriteOptions, 'program' | 'ports'> {
  readonly dataFolder: string;
  readonly certificatesFolder: string;
  readonly resources: Resources;
  /** Called once when Azurite ends by itself after it was ready. */
  readonly onLost: (error: Error) => void;
}

/** Azurite over HTTPS, with what a deployment creates in its storage account. */
export class StorageService implements LocalService {
  private readonly options: StorageOptions;
  private azurite: Promise<Azurite> | undefined;
  private stopping = false;

  constructor(options: StorageOptions) {
    this.options = options;
  }

  async start(): Promise<Ready> {
    const { program, ports, resources, onLost } = this.options;
    const certificates = await ensureCertificates(this.options.certificatesFolder);
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificates.ca]);
    this.azurite = startAzurite({
      ...certificates,
      program,
      ports,
      folder: path.join(this.options.dataFolder, 'azurite'),
    });
    const { endpoints, ended } = await this.azurite;
    await createResources(endpoints, resources);
    ended.catch((error: unknown) => {
      if (!this.stopping) onLost(error instanceof Error ? error : new Error(String(error)));
    });
    return {
      blob: endpoints.blob,
      storageQueue: endpoints.queue,
      table: endpoints.table,
      storageConnectionString: connectionString(endpoints),
      caCertificate: certificates.caFile,
    };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const azurite = await this.azurite?.catch(() => undefined);
    await azurite?.stop();
  }
}
