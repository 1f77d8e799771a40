/** Test data that says only what matters to the test: events and results files of invented people. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import {
  type ColumnMapping,
  type CompletionEvent,
  completionEvent,
  type ImportField,
  importFields,
} from '../../src/shared/completion-event.ts';

export const instantOf = (iso: string): number => Date.parse(iso);

/** Every `with` gives a new builder, so that one can be the base of many. */
export class EventBuilder {
  readonly #event: CompletionEvent;

  constructor(event: CompletionEvent) {
    this.#event = event;
  }

  of(id: string, name = `Candidate ${id}`): EventBuilder {
    return this.with({ candidate: { ...this.#event.candidate, id, name } });
  }
  named(name: string): EventBuilder {
    return this.with({ candidate: { ...this.#event.candidate, name } });
  }
  reachableAt(email: string): EventBuilder {
    return this.with({ candidate: { ...this.#event.candidate, email } });
  }
  /** A course with its title and pass mark, so that it makes itself known. */
  for(code: string, passMark = '50', title = `Course ${code}`): EventBuilder {
    return this.with({ course: { code, title, passMark } });
  }
  /** A course that only its code names. */
  forKnown(code: string): EventBuilder {
    return this.with({ course: { code } });
  }
  validFor(validityMonths: number): EventBuilder {
    return this.with({ course: { ...this.#event.course, validityMonths } });
  }
  withMark(mark: string | null): EventBuilder {
    return this.with({ mark });
  }
  /** When it became true at its source. */
  happening(iso: string): EventBuilder {
    return this.with({ occurredAt: instantOf(iso) });
  }
  completed(iso: string | null): EventBuilder {
    return this.with({ completedAt: iso === null ? null : instantOf(iso) });
  }
  held(holdReason: string): EventBuilder {
    return this.with({ hold: true, holdReason });
  }
  withId(eventId: string): EventBuilder {
    return this.with({ eventId });
  }
  with(facts: Partial<CompletionEvent>): EventBuilder {
    return new EventBuilder({ ...this.#event, ...facts });
  }
  build(): CompletionEvent {
    return completionEvent.parse(this.#event);
  }
}

/** A candidate who is entitled: enrolled, completed, mark 65 against 50. */
export const aCompletionEvent = (): EventBuilder =>
  new EventBuilder({
    candidate: { id: 'C-0001', name: 'Ilse Bergström' },
    course: { code: 'BIO-101', title: 'Course BIO-101', passMark: '50' },
    attempt: 1,
    mark: '65',
    enrolledAt: instantOf('2026-01-12T09:00:00Z'),
    completedAt: instantOf('2026-05-28T15:30:00Z'),
  });

/** That many entitled candidates of one course, `C-0001` and on. */
export const manyEvents = (count: number, base = aCompletionEvent()): CompletionEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `C-${String(index + 1).padStart(4, '0')}`;
    return base.of(id, `Candidate Number ${index + 1}`).build();
  });

export type ResultsRow = Partial<Record<ImportField, string>>;

/** A CSV whose headings are the names of the fields that any of its rows has. */
export class ResultsFileBuilder {
  readonly #rows: readonly ResultsRow[];

  constructor(rows: readonly ResultsRow[]) {
    this.#rows = rows;
  }

  /** What is not given: an entitled candidate of BIO-101. */
  row(row: ResultsRow): ResultsFileBuilder {
    return this.bareRow({
      candidateName: `Candidate ${row.candidateId ?? ''}`,
      courseCode: 'BIO-101',
      courseTitle: 'Biology',
      passMark: '50',
      mark: '65',
      enrolledAt: '2026-01-12T09:00:00Z',
      completedAt: '2026-05-28T15:30:00Z',
      ...row,
    });
  }
  bareRow(row: ResultsRow): ResultsFileBuilder {
    return new ResultsFileBuilder([...this.#rows, row]);
  }
  /** That many entitled candidates, `C-0001` and on. */
  rows(count: number, facts: ResultsRow = {}): ResultsFileBuilder {
    return Array.from({ length: count }, (_, index) => index + 1).reduce<ResultsFileBuilder>(
      (file, number) => file.row({ candidateId: `C-${String(number).padStart(4, '0')}`, ...facts }),
      this,
    );
  }
  get mapping(): ColumnMapping {
    const used = importFields.filter((field) => this.#rows.some((row) => row[field] !== undefined));
    return Object.fromEntries(used.map((field) => [field, field]));
  }
  async writeTo(folder: string, name = 'results.csv'): Promise<ResultsFile> {
    const { mapping } = this;
    const columns = Object.keys(mapping);
    const path = join(folder, name);
    await writeFile(path, stringify([...this.#rows], { header: true, columns }));
    return { path, name: basename(path), mapping };
  }
}

export interface ResultsFile {
  readonly path: string;
  readonly name: string;
  readonly mapping: ColumnMapping;
}

export const aResultsFile = (): ResultsFileBuilder => new ResultsFileBuilder([]);
