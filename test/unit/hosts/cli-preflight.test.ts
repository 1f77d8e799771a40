/** `examdesk preflight` and the forms of `certificates export`: what they ask for, print, and exit with. */
import { expect, test } from 'vitest';
import type { BareFinding, KindCount } from '../../../src/shared/contract/preflight.ts';
import { runIn } from '../../integration/hosts/cli-rig.ts';
import { fakeApp } from '../../integration/hosts/fake-app.ts';

const finding: BareFinding = {
  kind: 'look_alike',
  severity: 'warning',
  candidateId: 'C-1',
  candidateName: 'Mаria Silva',
  courseCode: 'BIO-101',
  completionId: 1,
  importId: null,
  importRow: null,
  field: 'name',
  reason: 'It contains a letter of the Cyrillic script.',
  remedy: 'Type it again.',
};

/** Runs the command over a check that answers with these, and keeps what it was asked. */
async function preflight(line: readonly string[], findings: BareFinding[], counts: KindCount[]) {
  const asked: unknown[] = [];
  const app = fakeApp({
    preflight: {
      check: (input: unknown) => {
        asked.push(input);
        return { checked: 3, notDue: 0, counts, findings, total: findings.length };
      },
    },
  });
  const { code, stdout, opened } = await runIn('/work', ['preflight', ...line], { app });
  return { code, stdout, asked, opened };
}

test('findings are a table with reason and remedy, and something wrong ends with code 1', async () => {
  const counts = [{ kind: 'look_alike', severity: 'warning', count: 1 }] as const;
  const { code, stdout, opened } = await preflight([], [finding], [...counts]);
  expect({ code, lines: stdout.trim().split('\n'), opened }).toMatchObject({
    code: 1,
    lines: [
      expect.stringMatching(
        /^severity +kind +candidate +name +course +row +reason +what would help$/,
      ),
      expect.stringMatching(
        /^warning +look_alike +C-1 +Mаria Silva +BIO-101 +- +It contains .+ Type it again\.$/,
      ),
      '3 certificates checked: 1 look_alike',
    ],
    opened: [{ access: 'read' }],
  });
});

test('nothing, or only a note, is success', async () => {
  const note = { ...finding, kind: 'tight_fit', severity: 'note' } as const;
  const nothing = await preflight([], [], []);
  const only = await preflight([], [note], [{ kind: 'tight_fit', severity: 'note', count: 1 }]);
  expect([nothing.code, nothing.stdout, only.code]).toEqual([
    0,
    '3 certificates checked: nothing found\n',
    0,
  ]);
});

test.each([
  [['--course', 'A', '--course', 'B'], { kind: 'due', courses: ['A', 'B'] }],
  [['--import', '7'], { kind: 'import', importId: 7 }],
  [[], { kind: 'due' }],
])('%j asks for %j', async (line, scope) => {
  const { asked } = await preflight([...line, '--limit', '5'], [], []);
  expect(asked).toEqual([{ scope, limit: 5 }]);
});
