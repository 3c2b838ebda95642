import type { TokenCredential } from '@azure/identity';

const tenant = '22222222-2222-2222-2222-222222222222';

/** A token as Azurite checks it with `--oauth basic`: its claims, not its signature. */
export const storageCredential: TokenCredential = {
  getToken() {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      aud: 'https://storage.azure.com',
      iss: `https://sts.windows.net/${tenant}/`,
      nbf: now - 60,
      iat: now - 60,
      exp: now + 3600,
      oid: '33333333-3333-3333-3333-333333333333',
      tid: tenant,
    };
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
    return Promise.resolve({ token, expiresOnTimestamp: (now + 3600) * 1000 });
  },
};
