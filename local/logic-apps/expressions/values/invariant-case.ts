/**
 * Text in lower case as .NET's invariant culture has it: a letter stays when its other case has another length or is
 * one of Turkish only, so that positions in the text stay the same.
 */
export const toLowerInvariant = (text: string): string =>
  mapLetters(text, (letter) => letter.toLowerCase());

/** Text in upper case, likewise. */
export const toUpperInvariant = (text: string): string =>
  mapLetters(text, (letter) => letter.toUpperCase());

function mapLetters(text: string, change: (letter: string) => string): string {
  return Array.from(text, (letter) => {
    const changed = change(letter);
    return changed.length === letter.length && letter !== 'ı' ? changed : letter;
  }).join('');
}
