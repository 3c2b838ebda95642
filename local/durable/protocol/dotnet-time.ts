const ticksPerMs = 10_000n;

/** A .NET time in ticks of 100 ns since 1970, from a text with up to seven digits of a second. */
export function ticksOf(text: string): bigint {
  const [, seconds = '', fraction = ''] = /^(.{19})(?:\.(\d{1,7}))?/.exec(text) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * ticksPerMs + BigInt(fraction.padEnd(7, '0'));
}

/** With all seven digits, as the format "o" has it. */
export function roundTripText(ticks: bigint): string {
  const ms = ticks / ticksPerMs;
  const rest = String(ticks % ticksPerMs).padStart(4, '0');
  return new Date(Number(ms)).toISOString().replace('Z', `${rest}Z`);
}

/** Without trailing zeros and without a zone, as Newtonsoft.Json writes it. */
export function jsonTime(ticks: bigint): string {
  return roundTripText(ticks).replace(/\.?0*Z$/, '');
}
