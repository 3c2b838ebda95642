import type { VersionSettings } from '../types.ts';

/** Below 0 when `a` is older than `b`: as .NET versions when both are, else as text without case. Empty is oldest. */
export function compareVersions(a: string | null, b: string | null): number {
  const left = a?.trim() ?? '';
  const right = b?.trim() ?? '';
  if (left === '' || right === '') return Math.sign(left.length) - Math.sign(right.length);
  const leftParts = numbersOf(left);
  const rightParts = numbersOf(right);
  if (!leftParts || !rightParts) return compareTexts(left.toLowerCase(), right.toLowerCase());
  for (let index = 0; index < 4; index += 1) {
    // A part that is not there is older than 0: https://learn.microsoft.com/dotnet/api/system.version.compareto
    const difference = (leftParts[index] ?? -1) - (rightParts[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether this app may run an instance of that version. */
export function matchesVersion(version: string | null, settings: VersionSettings): boolean {
  const own = settings.defaultVersion ?? null;
  switch (settings.versionMatchStrategy ?? 'CurrentOrOlder') {
    case 'None':
      return true;
    case 'Strict':
      return (version ?? '') === (own ?? '');
    case 'CurrentOrOlder':
      return compareVersions(version, own) <= 0;
  }
}

function numbersOf(version: string): number[] | undefined {
  return /^\d+(\.\d+){1,3}$/.test(version) ? version.split('.').map(Number) : undefined;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
