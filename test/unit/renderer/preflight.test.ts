/** The pure parts of pre-flight's page: its filter, its runs, and what can be decided. */
import { describe, expect, it } from 'vitest';
import { decidable, peopleIn } from '../../../src/renderer/features/preflight/decisions.ts';
import { everyMatch } from '../../../src/renderer/features/preflight/every-match.ts';
import { findingQuery, numberOf, runsOf } from '../../../src/renderer/features/preflight/query.ts';
import type { AppClient } from '../../../src/shared/contract/index.ts';
import type { PreflightRun } from '../../../src/shared/contract/preflight.ts';
import { aFinding } from '../../helpers/fake-preflight.ts';

describe('the filter of findings', () => {
  it('becomes the input of the call, within one run', () => {
    expect(
      findingQuery(
        'kind:same_name severity:warning status:open course:BIO-201 name:"ng" aldermere',
        4,
      ),
    ).toEqual({
      filter: {
        runId: 4,
        kind: 'same_name',
        severity: 'warning',
        status: 'open',
        course: 'BIO-201',
        text: 'aldermere ng',
      },
      problem: null,
    });
  });

  it('asks for all runs where none is named', () => {
    expect(findingQuery('', undefined)).toEqual({ filter: {}, problem: null });
  });

  it.each([
    ['kind:red', 'kind has no “red”.'],
    ['severity:awful', 'severity has no “awful”. Known: blocks, warning, note.'],
    ['status:gone', 'status has no “gone”.'],
    ['colour:red', '“colour” is not a qualifier of this list.'],
  ])('says what it does not understand in %s and filters by the rest', (query, problem) => {
    const read = findingQuery(`${query} kestrelbank`, 1);

    expect([read.filter, read.problem?.startsWith(problem)]).toEqual([
      { runId: 1, text: 'kestrelbank' },
      true,
    ]);
  });
});

describe('the address of pre-flight', () => {
  it('takes whole numbers above zero only', () => {
    expect(['7', '0', '-1', '1.5', 'all', ''].map(numberOf)).toEqual([
      7,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('narrows the runs to those of an import', () => {
    const run = (id: number, scope: PreflightRun['scope']): PreflightRun => ({
      id,
      taskId: id,
      scope,
      title: '',
      checked: 1,
      createdAt: 0,
      createdBy: 'officer',
    });
    const runs = [
      run(4, { kind: 'import', importId: 2 }),
      run(3, { kind: 'due' }),
      run(2, { kind: 'import', importId: 1 }),
    ];

    expect([runsOf(runs, 1), runsOf(runs, null)].map((all) => all.map(({ id }) => id))).toEqual([
      [2],
      [4, 3, 2],
    ]);
  });
});

describe('a decision', () => {
  const findings = [
    aFinding(1, { severity: 'blocks' }),
    aFinding(2, { severity: 'warning' }),
    aFinding(3, { severity: 'note', status: 'resolved' }),
    aFinding(4, { severity: 'warning', completionId: null, candidateName: null }),
    aFinding(5, { severity: 'note', completionId: null, importId: 1, importRow: 9 }),
    aFinding(6, { severity: 'warning', status: 'hold' }),
  ];

  it('is only about the findings that can have it', () => {
    expect(
      (['issue_anyway', 'hold', 'fixed'] as const).map((decision) =>
        decidable(findings, decision).map(({ id }) => id),
      ),
    ).toEqual([
      [2, 4, 5, 6],
      [1, 2, 5, 6],
      [1, 2, 4, 5, 6],
    ]);
  });

  it('names each person once, whatever was found about them', () => {
    const twice = [
      aFinding(1, { completionId: 7, candidateName: 'Amira Aldermere' }),
      aFinding(2, { completionId: 7, candidateName: 'Amira Aldermere' }),
      aFinding(3, {
        completionId: null,
        importId: 1,
        importRow: 7,
        candidateName: 'Carys Gwynfryn',
      }),
      aFinding(4, { completionId: 8, candidateName: 'Amira Aldermere' }),
    ];

    expect([...peopleIn(twice).values()]).toEqual([
      'Amira Aldermere',
      'Carys Gwynfryn',
      'Amira Aldermere',
    ]);
  });
});

describe('everything that matches', () => {
  const clientWith = (total: number) => {
    const asked: unknown[] = [];
    const client = {
      preflight: {
        findings: async ({ offset, limit, ...filter }: { offset: number; limit: number }) => {
          asked.push([offset, filter]);
          const length = Math.max(0, Math.min(limit, total - offset));
          return { rows: Array.from({ length }, (_, at) => aFinding(offset + at + 1)), total };
        },
      },
    };
    return { client: client as unknown as AppClient, asked };
  };

  it.each([
    [0, 0, 1],
    [1_400, 1_400, 2],
    [25_000, 10_000, 10],
  ])('of %s findings are %s taken in %s calls', async (total, taken, calls) => {
    const { client, asked } = clientWith(total);
    const found = await everyMatch(client, { kind: 'same_name' });

    expect([found.size, asked.length, asked[0]]).toEqual([
      taken,
      calls,
      [0, { kind: 'same_name' }],
    ]);
  });
});
