/** Secrets that are planted, by what they are. Each has characters that URLs, JSON and base64 write otherwise. */
type Canaries = Readonly<Record<string, string>>;

/** The names of the canaries that a text holds, as they are, in a URL, in JSON, or in base64. */
export function leaksIn(text: string, canaries: Canaries): string[] {
  return Object.entries(canaries)
    .filter(([, canary]) => formsOf(canary).some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** Also where it is a part of what was encoded. */
function formsOf(canary: string): string[] {
  const inJson = JSON.stringify(canary).slice(1, -1);
  const twice = JSON.stringify(inJson).slice(1, -1);
  const texts = [canary, encodeURIComponent(canary), inJson, twice];
  return [...texts, ...[canary, inJson].flatMap(base64Of)];
}

/** What base64 makes of it wherever it begins among three bytes: without what its neighbours have a part in. */
function base64Of(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.toString('base64').slice(before === 0 ? 0 : 4);
    const inner = whole.replace(/=+$/, '').slice(0, -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
