import { spawnSync } from 'node:child_process';
import type { Finding } from './finding.ts';

interface Outcome {
  readonly findings: Finding[];
  readonly notes: string[];
}

/** The compiler is the truth, where there is one: its warnings count, too. */
export function buildWithCompiler(root: string): Outcome {
  const { stderr, status, error } = spawnSync('bicep', ['build', 'infra/main.bicep', '--stdout'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) return { findings: [], notes: ['bicep build skipped: there is no bicep on the PATH'] };
  const findings = stderr.split('\n').flatMap((text) => {
    const [, file, line, message] = /^(.*\.bicep)\((\d+),\d+\) : (.*)$/.exec(text) ?? [];
    return file && message
      ? [{ file: file.replace(`${root}/`, ''), line: Number(line), message }]
      : [];
  });
  if (status !== 0 && findings.length === 0)
    findings.push({ file: 'infra/main.bicep', line: 1, message: `bicep build failed: ${stderr}` });
  return { findings, notes: ['bicep build run'] };
}
