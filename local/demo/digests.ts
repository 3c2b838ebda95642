import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Report } from './report.ts';

/** The SHA-256 of each file by what its path has behind the job's id. */
export async function digestsOf(
  files: readonly string[],
  jobId: string,
): Promise<Record<string, string>> {
  const entries = files.map(async (file): Promise<[string, string]> => {
    const name = file.slice(file.indexOf(jobId) + jobId.length + 1);
    return [
      name,
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ];
  });
  return Object.fromEntries(await Promise.all(entries));
}

const EarlierReport = z.object({
  containers: z.string(),
  jobs: z.array(z.object({ trigger: z.string(), digests: z.record(z.string(), z.string()) })),
});

/** One line for each job whose results are not those, to the byte, of an earlier run's report. */
export async function differences(report: Report, earlierFile: string): Promise<string[]> {
  const earlier = EarlierReport.parse(JSON.parse(await readFile(earlierFile, 'utf8')));
  return report.jobs
    .filter(({ trigger, digests }) => {
      const before = earlier.jobs.find((job) => job.trigger === trigger);
      return !before || canonical(digests) !== canonical(before.digests);
    })
    .map(({ id, trigger }) => {
      return `results of job ${id} (${trigger}) are not those with containers as ${earlier.containers}`;
    });
}

function canonical(digests: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(digests).sort());
}
