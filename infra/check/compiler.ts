import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type { Finding } from './finding.ts';

interface Outcome {
  readonly findings: Finding[];
  readonly notes: string[];
}

/** The compiler is the truth, where there is one. Its warnings are printed only: each version has others. */
export function buildWithCompiler(
  root: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Outcome {
  const { stderr, status, error } = spawnSync('bicep', ['build', 'infra/main.bicep', '--stdout'], {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) return { findings: [], notes: ['bicep build skipped: there is no bicep on the PATH'] };
  const warnings = stderr.split('\n').filter((text) => / : Warning /.test(text));
  const findings = stderr.split('\n').flatMap((text) => {
    const [, file, line, message] = /^(.*\.bicep)\((\d+),\d+\) : (Error .*)$/.exec(text) ?? [];
    if (!file || !message) return [];
    return [{ file: path.relative(root, path.resolve(root, file)), line: Number(line), message }];
  });
  if (status !== 0 && findings.length === 0)
    findings.push({ file: 'infra/main.bicep', line: 1, message: `bicep build failed: ${stderr}` });
  return { findings, notes: ['bicep build run', ...warnings] };
}
