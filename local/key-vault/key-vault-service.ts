import { ensureCertificates } from '../support/certificates.ts';
import type { Clock } from '../support/clock.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import type { LocalService, Ready } from '../support/service.ts';
import { keyVaultApp } from './app.ts';
import { SecretStore } from './secret-store.ts';

interface KeyVaultOptions {
  /** The only place where secrets are kept. */
  readonly dataFolder: string;
  readonly certificatesFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
}

/** One vault of Azure Key Vault, with its secrets, over HTTPS on this machine. */
export class KeyVaultService implements LocalService {
  private readonly options: KeyVaultOptions;
  private server: HttpServer | undefined;
  private store: SecretStore | undefined;

  constructor(options: KeyVaultOptions) {
    this.options = options;
  }

  async start(): Promise<Ready> {
    const { dataFolder, certificatesFolder, port, clock } = this.options;
    const { cert, key, caFile } = await ensureCertificates(certificatesFolder);
    const store = new SecretStore(dataFolder);
    this.store = store;
    const app = keyVaultApp({ store, clock });
    this.server = await startHttpServer({
      fetch: (request) => app.fetch(request),
      port,
      tls: { cert, key },
    });
    return { keyVault: this.server.url, caCertificate: caFile };
  }

  async stop(): Promise<void> {
    await this.server?.close();
    this.store?.close();
    this.store = undefined;
  }
}
