import { z } from 'zod';

/** Where a group is made. */
export const Target = z.object({ subscriptionId: z.string(), resourceGroup: z.string() });
export type Target = z.infer<typeof Target>;

/** A container group as it is to be made, in our words: what `ContainerGroups.create` needs and no more. */
export interface GroupPlan {
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerPlan[];
}

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly cpu: number;
  readonly memoryInGB: number;
  readonly environment: readonly EnvironmentVariable[];
}

/** A secure value goes into the group and comes out nowhere: not in a reply of ARM, not in a history, not in a log. */
export type EnvironmentVariable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secureValue: string };
