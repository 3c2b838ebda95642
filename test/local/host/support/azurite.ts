import { type Certificates, ensureCertificates } from '../../../../local/support/certificates.ts';
import { spawnNode } from './child.ts';
import { trust } from './trust.ts';

export interface Azurite {
  readonly connectionString: string;
  readonly certificates: Certificates;
  stop(): Promise<void>;
}

/** Published by Microsoft: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key */
const account = 'devstoreaccount1';
const key =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** A real Azurite on free ports over HTTPS, whose authority this process trusts from then on. It keeps nothing. */
export async function startAzurite(folder: string): Promise<Azurite> {
  const certificates = await ensureCertificates(`${folder}/certificates`);
  trust(certificates);
  const child = spawnNode([
    'node_modules/azurite/dist/src/azurite.js',
    ...['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'],
    ...['--cert', certificates.certFile, '--key', certificates.keyFile, '--oauth', 'basic'],
    ...['--disableTelemetry', '--skipApiVersionCheck', '--inMemoryPersistence', '--silent'],
  ]);
  const endpoint = async (service: string): Promise<string> => {
    const [, url = ''] = await child.printed(
      new RegExp(`${service} service is successfully listening at (\\S+)`),
    );
    return `${url}/${account}`;
  };
  const [blob, queue] = await Promise.all([endpoint('Blob'), endpoint('Queue'), endpoint('Table')]);
  return {
    connectionString: `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=${key};BlobEndpoint=${blob};QueueEndpoint=${queue};`,
    certificates,
    stop: () => child.kill('SIGKILL'),
  };
}
