import { z } from 'zod';
import { ignored, refused, resourceId } from './fields.ts';

const IdentityId = resourceId(
  'a user-assigned managed identity',
  /[mM]icrosoft\.[mM]anaged[iI]dentity\/[uU]ser[aA]ssigned[iI]dentities\/[^/]{3,128}/,
);

const UserAssigned = z.record(
  IdentityId,
  z.strictObject({ clientId: ignored, principalId: ignored }),
);

/** Managed identities that the containers of a group may use. */
export const Identity = z.strictObject({
  type: z.enum(['SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned', 'None']),
  userAssignedIdentities: UserAssigned.optional(),
  user_assigned_identities: UserAssigned.optional().describe(
    'userAssignedIdentities, as az container export spells it.',
  ),
  principalId: ignored,
  tenantId: ignored,
});
export type Identity = z.infer<typeof Identity>;

/** A registry that the group pulls from by a user-assigned identity of its own. */
export const RegistryCredential = z.strictObject({
  server: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d+)?$/, 'must be the host name of a registry, such as a.azurecr.io'),
  identity: IdentityId,
  username: refused(
    'a user name needs a password, and secrets are not supported yet; give an identity',
  ),
  password: refused('secret values are refused in a job spec, which is stored and shown'),
  identityUrl: refused('belongs to Kubernetes’ virtual nodes; give an identity'),
});
export type RegistryCredential = z.infer<typeof RegistryCredential>;
