import type { ContainerGroup } from '@azure/arm-containerinstance';

const mask = '***';

/**
 * A text without the secrets that a group was sent with, as they are and as they stand in URLs, JSON and base64, and
 * without signatures: what refuses a group may say again what it was sent.
 */
export function redact(text: string, group: ContainerGroup | undefined): string {
  // The longest first: one may be a part of another.
  const forms = (group ? secretsOf(group) : [])
    .flatMap(formsOf)
    .sort((a, b) => b.length - a.length);
  const without = forms.reduce((rest, form) => rest.replaceAll(form, mask), text);
  return without.replaceAll(/\b(sig(?:=|%3d))[^&\s"'\\]+/gi, `$1${mask}`);
}

function secretsOf(group: ContainerGroup): string[] {
  const { containers, initContainers = [], imageRegistryCredentials = [], volumes = [] } = group;
  return [
    ...[...containers, ...initContainers].flatMap(({ environmentVariables = [] }) =>
      environmentVariables.map(({ secureValue }) => secureValue),
    ),
    ...imageRegistryCredentials.map(({ password }) => password),
    ...volumes.flatMap(({ azureFile, secret = {} }) => [
      azureFile?.storageAccountKey,
      ...Object.values(secret),
      ...Object.values(secret).map((base64) => Buffer.from(base64, 'base64').toString()),
    ]),
  ].flatMap((secret) => (secret ? [secret, ...signaturesIn(secret)] : []));
}

/** A signature alone is as good as the URL that it is of. */
function signaturesIn(secret: string): string[] {
  return [...secret.matchAll(/[?&]sig=([^&"\s]+)/g)].flatMap(([, signature = '']) => [
    signature,
    signature.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  ]);
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  const all = [secret, encodeURIComponent(secret.toWellFormed()), base64];
  return [...new Set([...all, base64.replace(/=+$/, ''), JSON.stringify(secret).slice(1, -1)])];
}
