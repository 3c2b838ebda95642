const pattern =
  /^P(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days and less; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  const groups = pattern.exec(text)?.groups;
  if (!groups || /(^P|T)$/.test(text)) return undefined;
  const part = (name: string): number => Number(groups[name] ?? 0);
  return (
    (((part('days') * 24 + part('hours')) * 60 + part('minutes')) * 60 + part('seconds')) * 1000
  );
}
