import { type Document, isScalar, parseAllDocuments, visit } from 'yaml';

/** The library takes seconds for a megabyte of broken YAML, and its time for aliases grows with their square. */
const maxLength = 256 * 1024;
const maxAliases = 200;
/** Characters and values that a text may come to once its aliases are resolved. */
const maxSize = 1024 * 1024;

type Parsed =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Reads one YAML 1.2 document as JSON would have it: no tags, no dates, no field twice, no number that JSON has not. */
export function parseYaml(text: string): Parsed {
  if (text.length > maxLength) return refuse(`it has more than ${maxLength} characters`);
  try {
    const documents = parseAllDocuments(text, {
      schema: 'core',
      resolveKnownTags: false,
      // Both take the library a time that grows with the square of the text; `problemIn` looks for repeated fields.
      uniqueKeys: false,
      prettyErrors: false,
    });
    const [document, ...more] = Array.isArray(documents) ? documents : [];
    if (!document) return refuse('it is empty');
    if (more.length > 0) return refuse('it holds more than one document');
    const fault = document.errors[0] ?? document.warnings[0];
    const problem = fault ? `${fault.message} at character ${fault.pos[0]}` : problemIn(document);
    return problem === undefined
      ? checked(document.toJS({ maxAliasCount: maxAliases }))
      : refuse(problem);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(reason: string): Parsed {
  return { ok: false, reason: reason.split('\n', 1)[0]?.slice(0, 200) ?? '' };
}

function problemIn(document: Document): string | undefined {
  let aliases = 0;
  let problem: string | undefined;
  visit(document, {
    Alias() {
      aliases += 1;
      if (aliases > maxAliases) problem = `it has more than ${maxAliases} aliases`;
      return problem === undefined ? undefined : visit.BREAK;
    },
    Map(_, { items }) {
      problem = problemOfKeys(items.map(({ key }) => key));
      return problem === undefined ? undefined : visit.BREAK;
    },
  });
  return problem;
}

function problemOfKeys(keys: readonly unknown[]): string | undefined {
  const seen = new Set<string>();
  for (const key of keys) {
    if (!isScalar(key)) return 'a field has a name that is no text';
    const name = String(key.value);
    if (seen.has(name)) return `the field ${name} is there twice`;
    seen.add(name);
  }
  return undefined;
}

/** What JSON can hold, of a size that is borne: aliases make one object stand in many places, or in itself. */
function checked(value: unknown): Parsed {
  const open = [value];
  let size = 0;
  while (open.length > 0) {
    const next = open.pop();
    size += typeof next === 'string' ? next.length + 1 : 1;
    if (size > maxSize) return refuse('its aliases make it too large');
    if (typeof next === 'number' && !Number.isFinite(next))
      return refuse(`it holds ${next}, which JSON has not`);
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, inner] of Object.entries(next)) {
      size += name.length;
      open.push(inner);
    }
  }
  return { ok: true, value };
}
