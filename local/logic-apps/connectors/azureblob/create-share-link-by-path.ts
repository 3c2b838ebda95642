import { z } from 'zod';
import { ok, StorageRefusal } from '../storage-refusal.ts';
import { blobOperation, dataset } from './blob-operation.ts';
import { placeOf } from './blob-path.ts';

const letters: Readonly<Record<string, string>> = {
  Read: 'r',
  Add: 'a',
  Create: 'c',
  Write: 'w',
  Delete: 'd',
  List: 'l',
};

/** In the order that a signature wants: https://learn.microsoft.com/rest/api/storageservices/create-service-sas#specify-permissions */
const order = 'racwdl';

const Permissions = z.string().transform((text, context) => {
  const found = text.split(',').map((name) => letters[name.trim()]);
  if (found.every((letter) => letter !== undefined)) {
    return found.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
  }
  context.addIssue(`must be of ${Object.keys(letters).join(', ')}`);
  return z.NEVER;
});

const time = z.coerce.date().optional();

const Policy = z.strictObject({
  Permissions: Permissions.prefault('Read'),
  StartTime: time,
  ExpiryTime: time,
  AccessProtocol: z.enum(['HttpsOnly', 'HttpsOrHttp']).optional(),
});

/**
 * Signs a blob, for 24 hours where nothing else is said; a path of a container alone signs all of it.
 * https://learn.microsoft.com/connectors/azureblob/#create-sas-uri-by-path-(v2)
 */
export const createShareLinkByPath = blobOperation({
  id: 'CreateShareLinkByPath_V2',
  method: 'post',
  path: `${dataset}/CreateSharedLinkByPath`,
  queries: ['path'],
  run: async (store, { queries, body }) => {
    const policy = Policy.safeParse(body ?? {});
    if (!policy.success) throw new StorageRefusal(400, z.prettifyError(policy.error));
    const { Permissions: permissions, StartTime, ExpiryTime, AccessProtocol } = policy.data;
    const url = await store.sign({
      place: placeOf(queries['path'] ?? ''),
      permissions,
      startsOn: StartTime,
      expiresOn: ExpiryTime,
      httpsOnly: AccessProtocol === 'HttpsOnly',
    });
    return ok({ WebUrl: url });
  },
});
