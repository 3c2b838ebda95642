/** A resource of the one subscription. */
export interface ResourceKey {
  readonly resourceGroup: string;
  readonly name: string;
}

/** Names of Azure resources are the same in any case. */
export function resourceKey({ resourceGroup, name }: ResourceKey): string {
  return `${resourceGroup}/${name}`.toLowerCase();
}
