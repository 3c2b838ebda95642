import type { Emulator } from '../emulator.ts';
import type { ErrorDetail } from '../model/azure-error.ts';
import { regionName } from '../model/region-name.ts';

/** Those that have Container Instances, with the names that people see: https://learn.microsoft.com/azure/container-instances/container-instances-region-availability */
export const regions: ReadonlyMap<string, string> = new Map([
  ['australiaeast', 'Australia East'],
  ['australiasoutheast', 'Australia Southeast'],
  ['brazilsouth', 'Brazil South'],
  ['canadacentral', 'Canada Central'],
  ['canadaeast', 'Canada East'],
  ['centralindia', 'Central India'],
  ['centralus', 'Central US'],
  ['eastasia', 'East Asia'],
  ['eastus', 'East US'],
  ['eastus2', 'East US 2'],
  ['francecentral', 'France Central'],
  ['germanywestcentral', 'Germany West Central'],
  ['israelcentral', 'Israel Central'],
  ['italynorth', 'Italy North'],
  ['japaneast', 'Japan East'],
  ['japanwest', 'Japan West'],
  ['koreacentral', 'Korea Central'],
  ['mexicocentral', 'Mexico Central'],
  ['northcentralus', 'North Central US'],
  ['northeurope', 'North Europe'],
  ['norwayeast', 'Norway East'],
  ['polandcentral', 'Poland Central'],
  ['southafricanorth', 'South Africa North'],
  ['southcentralus', 'South Central US'],
  ['southeastasia', 'Southeast Asia'],
  ['southindia', 'South India'],
  ['spaincentral', 'Spain Central'],
  ['swedencentral', 'Sweden Central'],
  ['switzerlandnorth', 'Switzerland North'],
  ['uaenorth', 'UAE North'],
  ['uksouth', 'UK South'],
  ['ukwest', 'UK West'],
  ['westcentralus', 'West Central US'],
  ['westeurope', 'West Europe'],
  ['westindia', 'West India'],
  ['westus', 'West US'],
  ['westus2', 'West US 2'],
  ['westus3', 'West US 3'],
]);

export function isRegion(location: string, { behaviour }: Pick<Emulator, 'behaviour'>): boolean {
  return behaviour.current.locations === 'any' || regions.has(regionName(location));
}

/** What ARM says of a location that has not what is asked for, such as `resource group`. */
export function regionProblems(
  location: string,
  what: string,
  emulator: Pick<Emulator, 'behaviour'>,
): ErrorDetail[] {
  if (isRegion(location, emulator)) return [];
  const list = [...regions.keys()].join(',');
  const isType = what.includes('/');
  return [
    {
      code: isType ? 'LocationNotAvailableForResourceType' : 'LocationNotAvailableForResourceGroup',
      target: 'location',
      message: isType
        ? `The provided location '${location}' is not available for resource type '${what}'. List of available regions for the resource type is '${list}'.`
        : `The provided location '${location}' is not available for resource group. List of available regions is '${list}'.`,
    },
  ];
}
