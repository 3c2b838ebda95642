/** JSON in which there may be comments and trailing commas, as in Microsoft's Config.json. Throws SyntaxError. */
export function parseJsonWithComments(text: string): unknown {
  const string = /"(?:[^"\\]|\\.)*"/.source;
  const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//.source;
  const withoutComments = text.replace(
    new RegExp(`(${string})|${comment}`, 'g'),
    (_, kept: string | undefined) => kept ?? '',
  );
  const withoutCommas = withoutComments.replace(
    new RegExp(`(${string})|,(?=\\s*[\\]}])`, 'g'),
    (_, kept: string | undefined) => kept ?? '',
  );
  return JSON.parse(withoutCommas);
}
