import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

// Loaded into Azurite's process before Azurite. Azure lets a user delegation SAS name a snapshot (`sr=bs`), whose time
// is part of what is signed; Azurite 3.37 leaves it out, and the blob's name too, so that every such URL is refused.
// https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas#specify-the-signature

interface SasValues {
  readonly version: string;
  readonly snapshot?: string;
}
type Sign = (
  values: SasValues,
  resource: string,
  account: string,
  key: Buffer,
) => [signature: string, signed: string];

interface Signatures {
  generateBlobSASSignatureWithUDK: Sign;
}

const signatures = createRequire(import.meta.url)(
  'azurite/dist/src/blob/authentication/IBlobSASSignatureValues.js',
) as Signatures;
const signAsAzurite = signatures.generateBlobSASSignatureWithUDK;

signatures.generateBlobSASSignatureWithUDK = (values, resource, account, key) => {
  if (resource !== 'bs' || values.snapshot === undefined) {
    return signAsAzurite(values, resource, account, key);
  }
  const lines = signAsAzurite(values, 'b', account, key)[1].split('\n');
  const version = lines.lastIndexOf(values.version);
  lines.splice(version + 1, 2, 'bs', values.snapshot);
  const signed = lines.join('\n');
  return [createHmac('sha256', key).update(signed, 'utf8').digest('base64'), signed];
};
