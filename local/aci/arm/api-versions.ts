/** Of Microsoft.ContainerInstance: those that clients send, and the one of the operations' own status links. */
export const apiVersions: readonly string[] = [
  '2026-07-01',
  '2026-06-01-preview',
  '2025-09-01',
  '2024-11-01-preview',
  '2024-10-01-preview',
  '2024-09-01-preview',
  '2024-05-01-preview',
  '2023-05-01',
  '2022-10-01-preview',
  '2022-09-01',
  '2021-10-01',
  '2021-09-01',
  '2021-07-01',
  '2021-03-01',
  '2020-11-01',
  '2019-12-01',
  '2018-10-01',
  '2018-06-01',
];

/** Of Microsoft.StandbyPool. */
export const standbyPoolVersions: readonly string[] = [
  '2026-04-01',
  '2025-10-01',
  '2025-03-01',
  '2024-03-01',
  '2023-12-01-preview',
];

const newest = '2026-07-01';

/** Whether the emulator is older than the version: its requests are served as those of the newest it knows. */
export function isNewer(version: string): boolean {
  return version.toLowerCase() > newest && !apiVersions.includes(version.toLowerCase());
}
