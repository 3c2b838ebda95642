import { z } from 'zod';
import { ignored, refused, resourceId, Text } from './fields.ts';
import { inlineSecret, SecretRef } from './secret-ref.ts';

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

const registry = {
  server: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d+)?$/, 'must be the host name of a registry, such as a.azurecr.io'),
  password: refused(inlineSecret),
  identityUrl: refused('belongs to Kubernetes’ virtual nodes; give an identity'),
};

/** A registry that the group pulls from by a user-assigned identity of its own, or by a user whose password is a secret. */
export const RegistryCredential = z.union([
  z.strictObject({ ...registry, identity: IdentityId }),
  z.strictObject({ ...registry, username: Text.min(1, 'must not be empty'), secretRef: SecretRef }),
]);
export type RegistryCredential = z.infer<typeof RegistryCredential>;
