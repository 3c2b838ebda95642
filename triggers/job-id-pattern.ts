/** Ids of ours are plain; anything else would have to be escaped on its way to the store. `-s3`: the fourth step of a job. */
export const jobIdPattern = '^[a-z0-9]{1,40}(-[sc][0-9]{1,2})?$';

export function isJobId(text: string): boolean {
  return new RegExp(jobIdPattern).test(text);
}
