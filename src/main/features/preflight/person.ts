/** One certificate that is to be, with the facts it would print; as JSON on its way from the store to a thread. */

export interface Person {
  /** Null for a row of an import under review, which has its row instead. */
  readonly completionId: number | null;
  readonly version: number | null;
  readonly importRow: number | null;
  readonly candidateId: string;
  readonly name: string;
  readonly courseCode: string;
  readonly courseTitle: string;
  readonly validityMonths: number | null;
  readonly sitting: string | null;
  readonly mark: string | null;
  readonly passMark: string;
  readonly enrolledAt: number | null;
  readonly completedAt: number | null;
}

/** The order in which the store lists the facts. */
export type PersonRow = readonly [
  completionId: number | null,
  version: number | null,
  importRow: number | null,
  candidateId: string,
  name: string,
  courseCode: string,
  courseTitle: string,
  validityMonths: number | null,
  sitting: string | null,
  mark: string | null,
  passMark: string,
  enrolledAt: number | null,
  completedAt: number | null,
];

/** Reads a JSON array of `PersonRow`. */
export const peopleOf = (json: string): Person[] =>
  (JSON.parse(json) as PersonRow[]).map((row) => ({
    completionId: row[0],
    version: row[1],
    importRow: row[2],
    candidateId: row[3],
    name: row[4],
    courseCode: row[5],
    courseTitle: row[6],
    validityMonths: row[7],
    sitting: row[8],
    mark: row[9],
    passMark: row[10],
    enrolledAt: row[11],
    completedAt: row[12],
  }));

/** What tells people of one batch apart: the completion, or the row of the import. */
export const placeOf = ({ completionId, importRow }: Person): number =>
  completionId ?? importRow ?? 0;

/** The same in the whole store, for findings. */
export const subjectOf = (importId: number | null, place: number): string =>
  importId === null ? `completion:${place}` : `import:${importId}:${place}`;
