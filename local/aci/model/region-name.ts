/** `West Europe` and `westeurope` are the same region. */
export function regionName(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}
