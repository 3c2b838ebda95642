import { z } from 'zod';
import type { SecurityContext } from './spec/containers.ts';
import type { DnsConfig, SubnetIds } from './spec/network.ts';
import type { Probe } from './spec/probes.ts';
import type { SecretRef } from './spec/secret-ref.ts';
import type { Volume, VolumeMounts } from './spec/volumes.ts';

/** Where a group is made. */
export const Target = z.object({ subscriptionId: z.string(), resourceGroup: z.string() });
export type Target = z.infer<typeof Target>;

/** A container group as it is to be made, in our words: what `ContainerGroups.create` needs and no more. */
export interface GroupPlan extends GroupParts {
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerPlan[];
  readonly initContainers?: readonly InitContainerPlan[];
}

/** What a group may have beside its containers. Absent: Linux, never restarted, regular, standard. */
export interface GroupParts {
  readonly osType?: 'Linux' | 'Windows';
  readonly restartPolicy?: 'Never' | 'OnFailure';
  readonly priority?: 'Regular' | 'Spot';
  readonly sku?: string;
  readonly zones?: readonly string[];
  readonly volumes?: readonly Volume[];
  readonly address?: AddressPlan;
  readonly subnets?: SubnetIds;
  readonly dns?: DnsConfig;
  readonly identity?: IdentityPlan;
  readonly registries?: readonly RegistryPlan[];
  /** The policy that confidential containers are held to. */
  readonly ccePolicy?: string;
  readonly encryption?: {
    readonly vaultBaseUrl: string;
    readonly keyName: string;
    readonly keyVersion: string;
    readonly identity?: string;
  };
}

/** By an identity of the group, or by a user whose password is a secret. */
export type RegistryPlan =
  | { readonly server: string; readonly identity: string }
  | { readonly server: string; readonly username: string; readonly secretRef: SecretRef };

export interface AddressPlan {
  readonly type: 'Public' | 'Private';
  readonly ports: readonly PortPlan[];
  readonly dnsNameLabel?: string;
  readonly dnsNameScope?: string;
}

export interface PortPlan {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

export interface IdentityPlan {
  readonly type: 'SystemAssigned' | 'UserAssigned' | 'SystemAssigned, UserAssigned' | 'None';
  /** Resource ids. */
  readonly userAssigned: readonly string[];
}

export interface InitContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: readonly EnvironmentVariable[];
  readonly mounts?: VolumeMounts;
  readonly securityContext?: SecurityContext;
}

export interface ContainerPlan extends InitContainerPlan {
  readonly cpu: number;
  readonly memoryInGB: number;
  readonly limits?: { readonly cpu?: number; readonly memoryInGB?: number };
  readonly ports?: readonly PortPlan[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

/**
 * A secure value goes into the group and comes out nowhere: not in a reply of ARM, not in a history, not in a log. What
 * a `secretRef` names becomes one at the moment when the group is created.
 */
export type EnvironmentVariable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secureValue: string }
  | { readonly name: string; readonly secretRef: SecretRef };
