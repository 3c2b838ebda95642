import type { Document } from './document.ts';
import { Tally, type Summary } from './tally.ts';
import { compound } from './vader.ts';

const sentencesOf = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The counts of many documents. */
class Group {
  readonly tally = new Tally();
  documents = 0;

  add(tally: Tally): void {
    this.documents += 1;
    this.tally.merge(tally);
  }

  summary(): Summary & { documents: number } {
    return { documents: this.documents, ...this.tally.summary() };
  }
}

/** Scores documents one by one, and keeps of them only the counts. */
export class Report {
  private readonly totals = new Group();
  private readonly decades = new Map<number, Group>();

  get documents(): number {
    return this.totals.documents;
  }

  /** Scores each sentence of the document and gives its entry in the results. */
  add({ id, year, text }: Document): Summary & Omit<Document, 'text'> {
    const tally = new Tally();
    for (const { segment } of sentencesOf.segment(text)) {
      const sentence = segment.trim();
      if (sentence !== '') tally.add(compound(sentence));
    }
    this.totals.add(tally);
    if (year === undefined) return { id, ...tally.summary() };
    const decade = year - (year % 10);
    const group = this.decades.get(decade) ?? new Group();
    this.decades.set(decade, group);
    group.add(tally);
    return { id, year, ...tally.summary() };
  }

  summary(): Summary & { documents: number } {
    return this.totals.summary();
  }

  byDecade(): (Summary & { decade: number; documents: number })[] {
    const decades = [...this.decades].sort(([a], [b]) => a - b);
    return decades.map(([decade, group]) => ({ decade, ...group.summary() }));
  }
}
