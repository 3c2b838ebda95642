import { exit, Failure } from './failure.ts';

export interface Settings {
  /** The signed URL of the blob that is read. */
  readonly inputUrl: URL;
  /** The signed URL of the prefix that is written below. */
  readonly outputUrl: URL;
}

/** Reads the environment; throws one Failure that names every variable that is missing or wrong. */
export function readSettings(values: NodeJS.ProcessEnv): Settings {
  const inputUrl = httpUrl(values['INPUT_URL']);
  const outputUrl = httpUrl(values['OUTPUT_URL']);
  if (inputUrl && outputUrl) return { inputUrl, outputUrl };
  const problems = [
    ...(inputUrl ? [] : ['INPUT_URL must be the URL of a blob']),
    ...(outputUrl ? [] : ['OUTPUT_URL must be the URL of a prefix']),
  ];
  throw new Failure(exit.usage, problems.join('; '));
}

function httpUrl(text = ''): URL | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
