import type { LogEnd } from './read-log.ts';

interface Sample {
  readonly size: number;
  readonly at: Date;
}

/** Half an hour of a log that always grows; then it is remembered half as closely. */
const mostSamples = 3600;

/** When a log reached which size, as seen from time to time: containers write their files themselves. */
export class LogTimes {
  private samples: Sample[];

  constructor(startedAt: Date) {
    this.samples = [{ size: 0, at: startedAt }];
  }

  add(size: number, at: Date): void {
    const last = this.samples.at(-1);
    if (last && size <= last.size) return;
    this.samples.push({ size, at });
    if (this.samples.length <= mostSamples) return;
    this.samples = this.samples.filter((_sample, index) => index % 2 === 0);
  }

  /** Puts before each line when it was seen first, as RFC 3339 with nanoseconds. */
  stamp({ text, offset }: LogEnd): string {
    let end = offset;
    return text
      .split(/(?<=\n)/)
      .map((line) => {
        end += Buffer.byteLength(line);
        return `${this.timeOf(end)} ${line}`;
      })
      .join('');
  }

  private timeOf(end: number): string {
    const sample = this.samples.find(({ size }) => size >= end) ?? this.samples.at(-1);
    return sample?.at.toISOString().replace('Z', '000000Z') ?? '';
  }
}
