/** The wording of certificate templates. */
import { count, counted } from './plural.ts';

export const templateWords = {
  title: 'Templates',
  listLabel: 'Templates and their versions',
  isDefault: 'Default',
  isDefaultText: 'Used by every course that names no other.',
  courses: (codes: readonly string[]) =>
    codes.length === 0 ? 'No course names it.' : `Used by ${codes.join(', ')}.`,
  version: (n: number) => `Version ${count(n)}`,
  newest: 'in use',
  issued: (n: number) => (n === 0 ? 'nothing issued' : counted(n, 'certificate', 'certificates')),
  by: (who: string) => `by ${who}`,
  empty: {
    title: 'No template yet',
    text: 'The program brings one of its own as soon as it works on this store.',
  },
  import: 'Import a folder…',
  importTitle: 'Import a template',
  importText:
    'The folder holds template.json and the files it names. Examdesk keeps a copy; a template with a known name gets its next version.',
  folder: 'Folder on this computer',
  note: 'What is new? (optional)',
  importButton: 'Import',
  imported: (name: string, version: number, isNew: boolean) =>
    isNew
      ? `${name} is here as version ${count(version)}.`
      : `Version ${count(version)} of ${name} has this content already.`,
  makeDefault: 'Make it the default',
  madeDefault: (name: string) => `${name} is the default template now.`,
  assign: 'Courses…',
  assignTitle: (name: string) => `Courses that use ${name}`,
  assignText:
    'New certificates of these courses use this template. Certificates already issued stay as they are.',
  noCourses: 'There is no course yet. Import results, or add a course.',
  save: 'Save',
  cancel: 'Leave it',
  close: 'Close',
  preview: 'Preview',
  previewOf: (name: string) => `PROOF for ${name}`,
  proof: 'PROOF',
  proofText: 'Not valid as a certificate',
  subject: 'Whose certificate',
  subjects: {
    longest: 'The longest name',
    exotic: 'The name furthest from Latin script',
    candidate: 'A candidate…',
    invented: 'An invented candidate',
  },
  candidate: 'Candidate number',
  candidateHint: 'Write a candidate number to see the certificate.',
  loading: 'Drawing…',
  unusable: 'The template cannot be used',
  notMade: (name: string) => `${name} would get no certificate`,
  nobody: 'Nobody to show',
  edit: 'Edit…',
  editTitle: (name: string, version: number) => `Edit ${name}, version ${count(version)}`,
  json: 'template.json',
  files: (names: readonly string[]) =>
    names.length === 0 ? 'It names no files.' : `Files at hand: ${names.join(', ')}.`,
  unchanged: 'Nothing is changed yet.',
  good: 'The template can be used.',
  checking: 'Checking…',
  saveVersion: 'Save as a new version',
  saved: (version: number, isNew: boolean) =>
    isNew
      ? `Saved as version ${count(version)}; new certificates use it.`
      : `Version ${count(version)} has this content already.`,
  sheet: 'Contact sheet…',
  sheetTitle: (name: string, version: number) => `Proofs of ${name}, version ${count(version)}`,
  sheetText:
    'One PDF of proofs of the candidates most at risk: the longest and shortest names, other scripts, double names, people of one name, marks near the pass mark.',
  sheetCourse: 'Candidates of',
  allCourses: 'All courses',
  each: 'Of each kind',
  sheetButton: 'Make the proofs',
};
