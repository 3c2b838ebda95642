/** The registry that an image's name begins with, if it does: https://github.com/distribution/reference */
export function registryOf(image: string): string | undefined {
  const [first = '', ...others] = image.split('/');
  const isHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first : undefined;
}
