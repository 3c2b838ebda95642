/**
 * A double as .NET prints it: the shortest digits that read back the same, with an exponent from 1E+15 on and from
 * 1E-05 down. https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings
 */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent > -5 && exponent < 15) return Object.is(value, -0) ? '-0' : String(value);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}E${exponent < 0 ? '-' : '+'}${digits}`;
}
