import { exit, Failure } from './failure.ts';

/** The container's environment. What is missing or wrong is remembered, so that one failure names all of it. */
export class Environment {
  private readonly values: NodeJS.ProcessEnv;
  private readonly problems: string[] = [];

  constructor(values: NodeJS.ProcessEnv) {
    this.values = values;
  }

  get isWrong(): boolean {
    return this.problems.length > 0;
  }

  failure(): Failure {
    return new Failure(exit.usage, this.problems.join('; '));
  }

  integer(name: string, from: number, to: number): number {
    const text = this.values[name] ?? '';
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to) return value;
    this.problems.push(`${name} must be a whole number from ${from} to ${to}`);
    return to;
  }

  oneOf<T>(name: string, choices: Readonly<Record<string, T>>): T | undefined {
    const key = this.values[name] ?? '';
    if (Object.hasOwn(choices, key)) return choices[key];
    this.problems.push(`${name} must be one of: ${Object.keys(choices).join(', ')}`);
    return undefined;
  }

  url(name: string): URL | undefined {
    const url = parseUrl(this.values[name]);
    if (!url) this.problems.push(`${name} must be the URL of a blob or a prefix`);
    return url;
  }

  urls(name: string): URL[] {
    const urls = parseList(this.values[name] ?? '').map(parseUrl);
    const good = urls.filter((url) => url !== undefined);
    if (good.length > 0 && good.length === urls.length) return good;
    this.problems.push(`${name} must be a JSON array with the URL of each tile`);
    return [];
  }
}

function parseUrl(value: unknown): URL | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

function parseList(text: string): unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
