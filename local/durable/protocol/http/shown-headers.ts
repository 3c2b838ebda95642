/** https://learn.microsoft.com/dotnet/api/system.net.http.headers.httpcontentheaders: these belong to the content, and are not shown. */
const contentHeaders = new Set([
  'allow',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'expires',
  'last-modified',
]);

/** The headers of an answer as orchestrators get them: in their order and case, repeated ones as an array. */
export function shownHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const shown = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = raw.slice(index, index + 2);
    const key = name.toLowerCase();
    if (contentHeaders.has(key)) continue;
    const header = shown.get(key) ?? { name, values: [] };
    header.values.push(value);
    shown.set(key, header);
  }
  return Object.fromEntries(
    [...shown.values()].map(({ name, values }) => [
      name,
      values.length === 1 ? (values[0] ?? '') : values,
    ]),
  );
}
