import type { SecretRef } from './secret-ref.ts';

/** A secret that a group asks for, and the field that does, as in `properties.volumes[0].azureFile.secretRef`. */
interface AskedSecret {
  readonly path: string;
  readonly ref: SecretRef;
}

/** Of one group. Each is asked of the vault before the group is created. */
export const maxSecretRefs = 100;

/** What may ask for a secret. */
interface Asking {
  readonly secretRef?: SecretRef;
  readonly name?: string;
  readonly server?: string;
}

/** As much of a container as is looked at. */
interface Container {
  readonly properties: { readonly environmentVariables?: readonly Asking[] | undefined };
}

/** As much of a group as is looked at. */
interface AskingGroup {
  readonly properties: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[] | undefined;
    readonly imageRegistryCredentials?: readonly Asking[] | undefined;
    readonly volumes?:
      | readonly {
          readonly azureFile?: Asking;
          readonly secret?: Readonly<Record<string, Asking>>;
        }[]
      | undefined;
  };
}

/** All secrets that a group asks for, one for each field. */
export function secretRefsOf({ properties }: AskingGroup): AskedSecret[] {
  const {
    initContainers = [],
    containers,
    imageRegistryCredentials = [],
    volumes = [],
  } = properties;
  return [
    ...variableRefs('properties.initContainers', initContainers),
    ...variableRefs('properties.containers', containers),
    ...listRefs('properties.imageRegistryCredentials', imageRegistryCredentials),
    ...volumes.flatMap(({ azureFile = {}, secret = {} }, index) => [
      ...refAt(`properties.volumes[${index}].azureFile`, azureFile),
      ...Object.entries(secret).flatMap(([file, asking]) =>
        refAt(`properties.volumes[${index}].secret.${file}`, asking),
      ),
    ]),
  ];
}

function variableRefs(at: string, containers: readonly Container[]): AskedSecret[] {
  return containers.flatMap(({ properties: { environmentVariables = [] } }, index) =>
    listRefs(`${at}[${index}].properties.environmentVariables`, environmentVariables),
  );
}

function listRefs(at: string, list: readonly Asking[]): AskedSecret[] {
  return list.flatMap((asking, index) => refAt(`${at}[${index}]`, asking));
}

function refAt(at: string, { secretRef }: Asking): AskedSecret[] {
  return secretRef === undefined ? [] : [{ path: `${at}.secretRef`, ref: secretRef }];
}
