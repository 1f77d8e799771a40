/** The pure parts of lists: slices, keys, columns that fit, and the language of the filter. */
import { describe, expect, it } from 'vitest';
import { certificateQuery } from '../../../src/renderer/features/certificates/query.ts';
import { parseQuery, withQualifier } from '../../../src/renderer/ui/query.ts';
import { moveFor } from '../../../src/renderer/ui/table/keyboard.ts';
import { createSliceCache } from '../../../src/renderer/ui/table/slice-cache.ts';
import { fitted } from '../../../src/renderer/ui/table/use-columns.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Rows are their own numbers, plus a thousand for each time the program has changed. */
function numbers(total: number) {
  const asked: number[] = [];
  const aborted: number[] = [];
  let turn = 0;
  const cache = createSliceCache<number>(async (offset, limit, signal) => {
    asked.push(offset);
    signal.addEventListener('abort', () => aborted.push(offset));
    const base = turn * 1_000_000;
    await settled();
    return {
      total,
      rows: Array.from(
        { length: Math.max(0, Math.min(limit, total - offset)) },
        (_, at) => base + offset + at,
      ),
    };
  });
  return { cache, asked, aborted, change: () => (turn += 1) };
}

describe('a slice cache', () => {
  it('fetches the slices that are looked at, once', async () => {
    const { cache, asked } = numbers(1_000);
    cache.want(0, 30);
    await settled();
    await settled();
    cache.want(90, 130);
    cache.want(95, 140);
    await settled();
    await settled();

    expect([asked, cache.total(), cache.rowAt(95), cache.rowAt(130), cache.rowAt(500)]).toEqual([
      [0, 100],
      1_000,
      95,
      130,
      undefined,
    ]);
  });

  it('calls off what nobody looks at any more', async () => {
    const { cache, aborted } = numbers(100_000);
    cache.want(0, 30);
    cache.want(50_000, 50_030);
    await settled();
    await settled();

    expect([aborted, cache.rowAt(0), cache.rowAt(50_000)]).toEqual([[0], undefined, 50_000]);
  });

  it('shows the old rows until the new ones are here', async () => {
    const { cache, change } = numbers(100);
    cache.want(0, 30);
    await settled();
    await settled();
    change();
    cache.refresh();
    const during = cache.rowAt(3);
    await settled();
    await settled();

    expect([during, cache.rowAt(3)]).toEqual([3, 1_000_003]);
  });

  it('keeps at most 60 slices, the last ones looked at', async () => {
    const { cache } = numbers(100_000);
    for (let page = 0; page < 70; page += 1) {
      cache.want(page * 100, page * 100 + 1);
      await settled();
      await settled();
    }

    expect([cache.rowAt(0), cache.rowAt(900), cache.rowAt(1_000), cache.rowAt(6_900)]).toEqual([
      undefined,
      undefined,
      1_000,
      6_900,
    ]);
  });

  it('keeps the error until a refresh succeeds', async () => {
    let broken = true;
    const cache = createSliceCache<number>(async () => {
      if (broken) throw new Error('down');
      return { rows: [1], total: 1 };
    });
    cache.want(0, 10);
    await settled();
    const before = cache.error();
    broken = false;
    cache.refresh();
    await settled();

    expect([before, cache.error(), cache.rowAt(0)]).toEqual([new Error('down'), null, 1]);
  });
});

describe('a key in a list', () => {
  it.each([
    ['j', -1, 0],
    ['j', 9, 9],
    ['ArrowUp', 0, 0],
    ['PageDown', 2, 7],
    ['PageUp', 2, 0],
    ['End', 0, 9],
    ['Home', 5, 0],
    ['x', 5, null],
  ])('%s from row %s leads to %s of ten', (key, from, to) => {
    expect(moveFor(key, from, 10, 5)).toBe(to);
  });

  it('does nothing in an empty list', () => {
    expect(moveFor('j', -1, 0, 5)).toBeNull();
  });
});

describe('columns that have no room', () => {
  const columns = [
    { id: 'name', header: '', width: 100, fixed: true, cell: () => null },
    { id: 'course', header: '', width: 100, cell: () => null },
    { id: 'issued', header: '', width: 100, cell: () => null },
  ];
  const all = { name: true, course: true, issued: true };

  it('are left out from the right, but for the ones that the officer asked for', () => {
    expect([
      fitted(columns, all, {}, 250),
      fitted(columns, all, { issued: true }, 250),
      fitted(columns, all, {}, 10),
      fitted(columns, all, {}, 0),
    ]).toEqual([
      { name: true, course: true, issued: false },
      { name: true, course: false, issued: true },
      { name: true, course: false, issued: false },
      all,
    ]);
  });
});

describe('the language of the filter', () => {
  it.each([
    ['amira  ng', { text: 'amira ng', qualifiers: {}, unknown: [] }],
    ['state:failed ng', { text: 'ng', qualifiers: { state: 'failed' }, unknown: [] }],
    [
      'name:"van dam" STATE:issued',
      { text: '', qualifiers: { name: 'van dam', state: 'issued' }, unknown: [] },
    ],
    ['"two words" x', { text: 'two words x', qualifiers: {}, unknown: [] }],
    ['name:"not closed', { text: '', qualifiers: { name: 'not closed' }, unknown: [] }],
    ['state:', { text: '', qualifiers: {}, unknown: [] }],
    ['colour:red', { text: '', qualifiers: {}, unknown: ['colour'] }],
    ['12:30', { text: '12:30', qualifiers: {}, unknown: [] }],
    ['', { text: '', qualifiers: {}, unknown: [] }],
  ])('understands %s', (query, expected) => {
    expect(parseQuery(query, ['state', 'name'])).toEqual(expected);
  });

  it.each([
    ['ng', 'state', 'failed', 'ng state:failed'],
    ['state:issued ng', 'state', 'failed', 'ng state:failed'],
    ['state:issued ng', 'state', undefined, 'ng'],
    ['', 'name', 'van dam', 'name:"van dam"'],
  ])('writes into %o the qualifier %s as %s', (query, name, value, expected) => {
    expect(withQualifier(query, name, value)).toBe(expected);
  });
});

describe('the filter of certificates', () => {
  it('reads the box and the task of the address', () => {
    expect(certificateQuery('state:blocked reason:on_hold warned:yes ng', '3')).toEqual({
      filter: { text: 'ng', state: 'blocked', reasonCode: 'on_hold', warned: true, taskId: 3 },
      problem: null,
    });
  });

  it('names the states where one is not known, and filters by the rest', () => {
    const { filter, problem } = certificateQuery('state:lost ng', '');

    expect([filter, problem]).toEqual([
      { text: 'ng' },
      'state has no “lost”. Known: expected, blocked, rendering, issued, failed, superseded, revoked.',
    ]);
  });
});
