/** The wording of pre-flight: what is looked for, what was found, what was decided. */
import type {
  FindingKind,
  FindingSeverity,
  FindingStatus,
} from '../../shared/contract/preflight.ts';
import { count, counted } from './plural.ts';

const fields: Readonly<Record<string, string>> = {
  name: 'Name',
  sitting: 'Sitting',
  courseTitle: 'Course title',
  mark: 'Mark',
  template: 'Template',
};

export const preflightWords = {
  title: 'Pre-flight',
  back: 'All certificates',
  open: 'Pre-flight',
  courses: 'Only these courses',
  allCourses: 'All courses',
  check: 'Check what is due',
  checkImport: 'Check this import',
  checkFile: (file: string) => `Check ${file}`,
  nobody: 'There is nobody to check',
  allScopes: 'All checks',
  openImport: 'Back to the import',
  runs: 'Earlier runs',
  everythingDue: 'Everything due',
  everything: 'Everything found so far',
  everythingText: 'The findings of all runs, as they stand today',
  checked: (n: number) => `${count(n)} checked`,
  notChecked: 'not finished',
  by: (actor: string) => `by ${actor}`,
  older:
    'An older run: what a later run has found again is listed there, and what it has not is gone.',
  kinds: {
    glyph_missing: 'No font for a letter',
    does_not_fit: 'Too long',
    bad_text: 'Cannot be printed',
    missing_value: 'A fact is missing',
    template_unusable: 'Template at fault',
    image_missing: 'Picture missing',
    image_resolution: 'Picture too coarse',
    look_alike: 'Look-alike letters',
    mixed_direction: 'Two directions',
    same_name: 'Same name twice',
    tight_fit: 'Hardly fits',
  } satisfies Record<FindingKind, string>,
  kindsLabel: 'Kinds of findings',
  severities: {
    blocks: 'Blocks printing',
    warning: 'Warning',
    note: 'Note',
  } satisfies Record<FindingSeverity, string>,
  severitiesLabel: 'How bad it is',
  statuses: {
    open: 'Open',
    issue_anyway: 'Issue anyway',
    hold: 'On hold',
    fixed: 'Being fixed',
    resolved: 'Resolved',
  } satisfies Record<FindingStatus, string>,
  statusesLabel: 'Decisions',
  all: 'All',
  filter: 'Name, number, course · kind:same_name severity:blocks',
  columns: {
    person: 'Person',
    candidateId: 'Candidate no.',
    course: 'Course',
    kind: 'Finding',
    reason: 'What is wrong',
    remedy: 'What to do',
    status: 'Decision',
    row: 'Row',
  },
  template: 'The template',
  field: (name: string): string => fields[name] ?? name,
  fieldLabel: 'Where',
  severity: 'Severity',
  row: (row: number) => `Row ${count(row)} of the import`,
  decided: 'Decided',
  facts: 'Facts',
  completion: 'Open the completion',
  closePanel: 'Close the panel',
  selectAll: (n: number) => `Select all ${count(n)}`,
  deciding: {
    issue_anyway: { one: 'Issue anyway', many: (n: number) => `Issue ${count(n)} anyway` },
    hold: { one: 'Hold…', many: (n: number) => `Hold ${count(n)}…` },
    fixed: { one: 'Fixed', many: (n: number) => `Mark ${count(n)} fixed` },
  },
  fixedText: 'The record is being put right at its source; a corrected import ends the finding.',
  leftOut: {
    issue_anyway: (n: number) =>
      `${count(n)} of the selected ${n === 1 ? 'blocks printing or is' : 'block printing or are'} resolved, and left out.`,
    hold: (n: number) =>
      `${count(n)} of the selected ${n === 1 ? 'is' : 'are'} about the template or resolved, and left out.`,
    fixed: (n: number) =>
      `${count(n)} of the selected ${n === 1 ? 'is' : 'are'} resolved, and left out.`,
  },
  holdTitle: (n: number) => `Hold back ${counted(n, 'certificate', 'certificates')}?`,
  holdText: (names: string) =>
    `${names}. No certificate is issued while the hold is on. Decide otherwise here, or lift the hold in Completions, to let it go.`,
  holdLabel: 'Why? (empty: what pre-flight has found)',
  holdButton: 'Hold back',
  cancel: 'Leave it',
  done: {
    issue_anyway: (n: number) =>
      `${counted(n, 'finding is', 'findings are')} accepted: issued anyway.`,
    hold: (n: number) => `${counted(n, 'finding is', 'findings are')} on hold.`,
    fixed: (n: number) => `${counted(n, 'finding is', 'findings are')} marked as being fixed.`,
  },
  empty: {
    title: 'No names have been checked yet',
    text: 'Pre-flight reads every name, course and sitting that is about to be printed, and lists what would go wrong on paper: letters that no font can draw, names too long for their box, look-alike letters of another script, two candidates with one name. You decide what is issued anyway, held back or fixed first.',
  },
  clean: {
    title: 'Nothing was found',
    text: 'Everything that was checked can be printed as it stands.',
  },
  still: {
    title: 'Nothing found so far',
    text: 'Findings appear here while the check runs.',
  },
  stopped: {
    title: 'This check has not finished',
    text: 'What it found until then would be listed here. Start it again to be sure.',
  },
  review: {
    button: 'Check the names before issuing',
    again: 'Check again',
    checking: 'Checking the names',
    clean: (n: number) => `${counted(n, 'name', 'names')} checked, nothing found`,
    see: (n: number) => `See ${counted(n, 'finding', 'findings')}`,
    severities: {
      blocks: (n: number) => `${counted(n, 'blocks', 'block')} printing`,
      warning: (n: number) => counted(n, 'warning', 'warnings'),
      note: (n: number) => counted(n, 'note', 'notes'),
    } satisfies Record<FindingSeverity, (n: number) => string>,
    failed: 'The check of the names did not finish',
  },
};
