import { z } from 'zod';

/** What cannot be read stands as if it were not there: its own error is the schema's. */
const text = z.string().optional().catch(undefined);
const amount = z.number().optional().catch(undefined);
/** Lists that are too long are one error of the schema, and not looked at here. */
const listOf = <T extends z.ZodType>(element: T) => z.array(element).max(200).catch([]).default([]);
const viewOf = <T extends z.ZodRawShape>(shape: T) =>
  z.looseObject(shape).optional().catch(undefined);
const anything = z.unknown().optional();

const Port = viewOf({ port: amount, protocol: text });
export type PortView = z.infer<typeof Port>;

const Mount = viewOf({ name: text, mountPath: text });
export type MountView = z.infer<typeof Mount>;

const Amounts = viewOf({ cpu: amount, memoryInGB: amount });
const Probe = viewOf({ exec: anything, httpGet: anything });

const Container = viewOf({
  name: text,
  properties: viewOf({
    resources: viewOf({ requests: Amounts, limits: Amounts }),
    ports: listOf(Port),
    environmentVariables: listOf(viewOf({ name: text })),
    volumeMounts: listOf(Mount),
    livenessProbe: Probe,
    readinessProbe: Probe,
  }),
});
export type ContainerView = z.infer<typeof Container>;

/** A group as far as it can be read, whatever else is wrong in it: so all rules speak at once. */
const Group = viewOf({
  location: text,
  zones: listOf(z.unknown()),
  identity: viewOf({
    userAssignedIdentities: viewOf({}),
    user_assigned_identities: viewOf({}),
  }),
  properties: viewOf({
    containers: listOf(Container),
    initContainers: listOf(Container),
    osType: text,
    priority: text,
    sku: text,
    volumes: listOf(
      viewOf({
        name: text,
        emptyDir: anything,
        gitRepo: anything,
        azureFile: anything,
        secret: anything,
      }),
    ),
    ipAddress: viewOf({ type: text, dnsNameLabel: text, ports: listOf(Port) }),
    subnetIds: listOf(z.unknown()),
    imageRegistryCredentials: listOf(viewOf({ identity: text })),
  }),
});
type View = NonNullable<z.infer<typeof Group>>;
export type GroupView = NonNullable<View['properties']> &
  Pick<View, 'zones' | 'identity'> & {
    readonly location: string | undefined;
  };

/** Undefined for what is no group at all. */
export function viewGroup(value: unknown): GroupView | undefined {
  const view = Group.parse(value);
  if (!view?.properties) return undefined;
  const { location, zones, identity } = view;
  return { ...view.properties, location, zones, identity };
}
