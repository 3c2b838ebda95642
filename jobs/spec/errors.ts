import type { z } from 'zod';
import { inlineSecret } from './secret-ref.ts';

/** One wrong field: where, as in `group.properties.containers[0].name` (empty: the whole), and what is wrong. */
export interface SpecError {
  readonly path: string;
  readonly message: string;
}

const maxErrors = 50;

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Zod's issues as errors of ours; `value` is what was parsed. */
export function listErrors(issues: readonly Issue[], value: unknown): SpecError[] {
  return issues.flatMap((issue) => errorsOf(issue, [], value));
}

/** Names of fields are the caller's, and may be of any length. */
const maxText = 1_000;

/** The first 50, each of a length that can be read, and how many more there are. */
export function withoutExcess(errors: readonly SpecError[]): readonly SpecError[] {
  const first = errors
    .slice(0, maxErrors)
    .map(({ path, message }) => ({ path: cut(path), message: cut(message) }));
  if (errors.length <= maxErrors) return first;
  return [...first, { path: '', message: `and ${errors.length - maxErrors} more errors` }];
}

function cut(text: string): string {
  return text.length <= maxText ? text : `${text.slice(0, maxText)}…`;
}

function errorsOf(issue: Issue, above: Path, value: unknown): SpecError[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => errorsOf(inner, path, value));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: textOf([...path, key]), message: unknownField(key) }));
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path: textOf(path), message }));
  if (issue.code === 'invalid_type' && at(value, path) === undefined)
    return hidesSecret(value, path) ? [] : [{ path: textOf(path), message: required(path) }];
  return [{ path: textOf(path), message: wordsOf(issue) }];
}

/** Azure shows no secret value again: of what has one it prints only the rest. */
function required(path: Path): string {
  if (path.at(-1) === 'value' && path.at(-3) === 'environmentVariables')
    return 'is required, or a secretRef in its place';
  if (path.at(-1) !== 'secretRef') return 'is required';
  if (path.at(-3) === 'imageRegistryCredentials') return 'is required, in place of the password';
  return path.at(-2) === 'azureFile'
    ? 'is required, in place of the storageAccountKey'
    : 'is required';
}

function unknownField(key: string): string {
  if (key === 'secureValue') return inlineSecret;
  return key === 'secretRef'
    ? 'stands in place of a secret value: not beside one, and not here'
    : 'is not a field here, or is not supported yet';
}

/** A variable given as `secureValue` lacks a `value`; to say that too would advise to put the secret there. */
function hidesSecret(value: unknown, path: Path): boolean {
  const owner = at(value, path.slice(0, -1));
  return path.at(-1) === 'value' && isObject(owner) && 'secureValue' in owner;
}

function wordsOf(issue: Issue): string {
  // Where the schema has words of its own they are in `message`; Zod's own begin with one of these.
  if (!/^(Invalid|Too )/.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') return `must be ${withArticle(issue.expected)}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  return issue.message;
}

function withArticle(type: string): string {
  if (type === 'int') return 'an integer';
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** The branch whose shape the value has: of the right kind, with the fewest fields that do not belong there, or that lack. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  return [...fitting].sort((a, b) => foreignFields(a) - foreignFields(b) || a.length - b.length)[0];
}

function foreignFields(issues: readonly Issue[]): number {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  ).length;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (key === '') return `${text}[""]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
