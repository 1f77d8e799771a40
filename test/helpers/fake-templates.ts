/** Templates for the fake program: two of them, which can be edited, assigned and looked at. */
import type { TemplateRecord } from '../../src/shared/contract/templates.ts';
import { aPdf, noon } from './fake-people.ts';
import type { FakeProgram } from './fake-program.ts';

const aVersion = (version: number, issued: number, note: string | null = null) => ({
  version,
  hash: String(version).repeat(64),
  createdAt: noon,
  createdBy: 'A. Officer',
  note,
  issued,
});

export const templateSource = '{ "version": 1, "name": "Certificate, A4 landscape" }';

/** Text with the word BROKEN is a template that cannot be used; a saved text becomes the next version. */
export function withTemplates(program: FakeProgram): FakeProgram {
  let templates: TemplateRecord[] = [
    {
      id: 1,
      name: 'Certificate, A4 landscape',
      isDefault: true,
      courses: [],
      versions: [aVersion(2, 0, 'New crest'), aVersion(1, 412, 'Came with the program')],
    },
    {
      id: 2,
      name: 'Medicine',
      isDefault: false,
      courses: ['CHE-110'],
      versions: [aVersion(1, 31)],
    },
  ];
  const change = (id: number, with_: (template: TemplateRecord) => TemplateRecord) => {
    templates = templates.map((each) => (each.id === id ? with_(each) : each));
  };
  program.call('templates.list').handles(() => templates);
  program
    .call('templates.source')
    .handles(({ version = 1 }) => ({ version, json: templateSource, files: ['logo.png'] }));
  program.call('templates.preview').handles(({ json = '', subject }) => {
    if (json.includes('BROKEN'))
      return { outcome: 'unusable', reason: 'pages: BROKEN is not a list of pages.' };
    if (subject.kind === 'candidate')
      return {
        outcome: 'not_made',
        candidateName: 'Ada Long',
        reason: 'The name does not fit.',
        remedy: 'Make the box wider.',
      };
    return {
      outcome: 'made',
      base64: aPdf(`PROOF for ${subject.kind}`),
      candidateName: 'Carys Dunmorrow',
      warnings: [],
    };
  });
  program.call('templates.save').handles(({ id }) => {
    change(id, (each) => ({ ...each, versions: [aVersion(3, 0), ...each.versions] }));
    return { id, version: 3, isNew: true };
  });
  program.call('templates.assign').handles(({ courseCode, id }) => {
    templates = templates.map((each) => ({
      ...each,
      courses: [
        ...each.courses.filter((code) => code !== courseCode),
        ...(each.id === id ? [courseCode] : []),
      ],
    }));
    return {};
  });
  program.call('templates.setDefault').handles(({ id }) => {
    templates = templates.map((each) => ({ ...each, isDefault: each.id === id }));
    return {};
  });
  program
    .call('templates.importFolder')
    .answers({ id: 2, name: 'Medicine', version: 1, isNew: false });
  program.call('templates.contactSheet').answers({ taskId: 77 });
  return program;
}
