/**
 * The functions of Azure that this runner refuses by name: dates, XML, URIs and the changing of objects.
 * https://learn.microsoft.com/azure/logic-apps/expression-functions-reference
 */
export const notImplemented: readonly string[] = [
  'addDays',
  'addHours',
  'addMinutes',
  'addProperty',
  'addSeconds',
  'addToTime',
  'appsetting',
  'convertFromUtc',
  'convertTimeZone',
  'convertToUtc',
  'dateDifference',
  'dayOfMonth',
  'dayOfWeek',
  'dayOfYear',
  'formatDateTime',
  'getFutureTime',
  'getPastTime',
  'parseDateTime',
  'removeProperty',
  'setProperty',
  'startOfDay',
  'startOfHour',
  'startOfMonth',
  'subtractFromTime',
  'ticks',
  'uriHost',
  'uriPath',
  'uriPathAndQuery',
  'uriPort',
  'uriQuery',
  'uriScheme',
  'utcNow',
  'xml',
  'xpath',
];

const names = new Set(notImplemented.map((name) => name.toLowerCase()));

export const isNotImplemented = (name: string): boolean => names.has(name.toLowerCase());
