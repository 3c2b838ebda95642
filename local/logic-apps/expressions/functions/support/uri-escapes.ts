/** Everything but letters, digits and `-_.~` escaped, as Uri.EscapeDataString does. */
export const escapeUri = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Escapes decoded as UTF-8 and `+` as a space; what is no escape stays, as in WebUtility.UrlDecode. */
export function unescapeUri(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    );
}
