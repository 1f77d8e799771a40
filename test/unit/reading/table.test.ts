/** What reading a table promises: every row with its number, and a fault never passed over. */
import { open } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { detectText } from '../../../src/main/features/completions/reading/detect.ts';
import { readTable } from '../../../src/main/features/completions/reading/table.ts';
import { aFile, aFolder, collectGarbage, encode, readAll } from './files.ts';

const brief = ({ rows, error }: Awaited<ReturnType<typeof readAll>>) => ({
  rows: rows.map(({ row, line, raw, problem }) => [
    row,
    line,
    raw.join('/'),
    problem?.message ?? null,
  ]),
  error: error?.message ?? null,
});

describe('rows of a CSV file', () => {
  it('carry their cells by heading, exactly as they stand there', async () => {
    const path = await aFile('Name, Mark \r\n  Zoë ,"4""9\r\n,5"\r\n');
    expect(await readAll(path)).toEqual({
      rows: [
        {
          row: 2,
          line: 2,
          raw: ['  Zoë ', '4"9\r\n,5'],
          cells: { Name: '  Zoë ', Mark: '4"9\r\n,5' },
        },
      ],
    });
  });

  it('are numbered as in a spreadsheet, with the line of the file beside it', async () => {
    const path = await aFile('a,b\n1,"x\ny"\n\n2,z\n,\n3,z');
    expect(brief(await readAll(path))).toEqual({
      rows: [
        [2, 2, '1/x\ny', null],
        [4, 5, '2/z', null],
        [6, 7, '3/z', null],
      ],
      error: null,
    });
  });

  it('do not depend on the line ends being the same throughout', async () => {
    const path = await aFile('a,b\r\n1,x\n2,y\r3,z');
    expect((await readAll(path)).rows.map(({ raw }) => raw)).toEqual([
      ['1', 'x'],
      ['2', 'y'],
      ['3', 'z'],
    ]);
  });

  it('leave out the line with which Excel tells itself the delimiter', async () => {
    const path = await aFile('sep=|\r\na|b\r\n1|2,5\r\n');
    expect(brief(await readAll(path)).rows).toEqual([[2, 3, '1/2,5', null]]);
  });

  it('that are too short or too long are invalid, and the others are not', async () => {
    const path = await aFile('a,b,c\n1\n1,2,3\n1,2,3,4\n');
    expect(brief(await readAll(path))).toEqual({
      rows: [
        [2, 2, '1', 'The row has 1 cell, but the headings are 3.'],
        [3, 3, '1/2/3', null],
        [4, 4, '1/2/3/4', 'The row has 4 cells, but the headings are 3.'],
      ],
      error: null,
    });
  });

  it('with NUL characters are invalid, and the others are not', async () => {
    const path = await aFile(`a,b\n${'x,y\n'.repeat(100)}1,\0\n2,z\n`);
    const { rows } = await readAll(path);
    expect(rows.filter(({ problem }) => problem !== undefined).map(({ row }) => row)).toEqual([
      102,
    ]);
  });

  it('may have a heading that is a name of JavaScript itself', async () => {
    const path = await aFile('__proto__,constructor\n1,2\n');
    const [row] = (await readAll(path)).rows;
    expect(Object.entries(row?.cells ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  it('can be read from any row on, as after a crash', async () => {
    const path = await aFile(
      `n,m\n${Array.from({ length: 5_000 }, (_, n) => `${n + 2},x\n`).join('')}`,
    );
    const { rows } = await readAll(path, { from: 4_321 });
    expect([rows.length, rows[0]?.row, rows[0]?.raw, rows.at(-1)?.row]).toEqual([
      681,
      4_321,
      ['4321', 'x'],
      5_001,
    ]);
  });
});

describe('a fault that makes the rest of the file uncertain', () => {
  const after = 'Nothing after this row can be read.';

  it('a quote never closed: names the row in which it opens', async () => {
    const path = await aFile(`a,b\n1,x\n2,"y\n${'3,z\n'.repeat(2_000)}`);
    expect(brief(await readAll(path))).toEqual({
      rows: [
        [2, 2, '1/x', null],
        [3, 3, '', 'A quote (") opens in this row and is never closed.'],
      ],
      error: `results.csv, row 3: A quote (") opens in this row and is never closed. ${after} Open the file in a text editor at that line, and close the quote, remove it, or double it inside a quoted cell ("").`,
    });
  });

  it('a quote that a later one closes: the rows between are not lost without a word', async () => {
    const followed = await aFile('a,b\n1,x\n2,"y\n3,z\n4,"w"\n');
    const tooLong = await aFile('a,b\n1,x\n2,"y\n3,z\n4,",5\n6,w\n');
    const fitting = await aFile('a,b,c,d\n1,x,1,1\n2,x,1,"1\n3,x,1,1\n4,x,1,"\n5,x,1,1\n');
    const outcomes = await Promise.all([followed, tooLong, fitting].map((path) => readAll(path)));
    expect(outcomes.map(({ rows, error }) => [rows.map(({ row }) => row), error?.message])).toEqual(
      [
        [
          [2, 3],
          expect.stringContaining('row 3: A quote (") opens in this row, and the next quote'),
        ],
        [
          [2, 3],
          expect.stringContaining(
            'row 3: A quote (") opens in this row and is closed only on line 5',
          ),
        ],
        [
          [2, 3],
          expect.stringContaining(
            'row 3: A quote (") opens in this row and is closed only on line 5',
          ),
        ],
      ],
    );
  });

  it('a quote in the middle of a cell', async () => {
    const path = await aFile('a,b\n1,x\n2,5" disk\n3,z\n');
    expect(brief(await readAll(path)).error).toContain(
      'results.csv, row 3: A quote (") stands in the middle of a cell.',
    );
  });

  it.each([
    ['one cell', 'x'],
    ['commas only', ','],
  ])('a line of 100 MB (%s) is refused without being kept in memory', async (_, filling) => {
    const path = `${await aFolder()}/huge.csv`;
    const handle = await open(path, 'w');
    await handle.write('a,b\n1,x\n2,');
    const part = Buffer.alloc(1024 * 1024, filling);
    for (let megabyte = 0; megabyte < 100; megabyte += 1) await handle.write(part);
    await handle.write('\n3,y\n');
    await handle.close();
    collectGarbage();
    const before = process.memoryUsage().rss;
    const outcome = brief(await readAll(path));
    const grown = process.memoryUsage().rss - before;
    expect(outcome).toEqual({
      rows: [
        [2, 2, '1/x', null],
        [3, 3, '', 'The row is longer than 1 MB.'],
      ],
      error: expect.stringContaining('huge.csv, row 3: The row is longer than 1 MB.'),
    });
    expect(grown).toBeLessThan(60e6);
  });

  it('bytes of another encoding far down: names row and byte, and no letter is replaced', async () => {
    const good = `a,b\n${'1,plain\n'.repeat(50_000)}`;
    const path = await aFile(
      Buffer.concat([Buffer.from(good), Buffer.from([0x32, 0x2c, 0xfc, 0x0a])]),
    );
    const { rows, error } = await readAll(path);
    expect([rows.length, rows.at(-1)?.problem?.field, error]).toEqual([
      50_001,
      'row',
      {
        code: 'unreadable_file',
        message: `results.csv, row 50002: At byte ${good.length + 2} of the file the bytes FC 0A are not UTF-8 text. ${after} Open the file in the program it comes from, check the letters there, and save it as "CSV UTF-8".`,
        details: { file: 'results.csv', row: 50_002, line: 50_002 },
      },
    ]);
  });

  it('the row of a damaged byte is right even if it is the first of its row', async () => {
    const path = await aFile(Buffer.concat([Buffer.from('ä,b\n1,é\n'), Buffer.from([0xff, 0x0a])]));
    expect((await readAll(path)).error?.message).toContain('row 3: At byte 10');
  });

  it.each(['utf-16le', 'utf-16be'] as const)('half a character in %s', async (encoding) => {
    const lone = await aFile(encode('a,b\n1,\ud83d!\n', encoding, true));
    const odd = await aFile(
      Buffer.concat([encode('a,b\n1,x\n', encoding, true), Buffer.from([0x41])]),
    );
    expect([(await readAll(lone)).error?.message, (await readAll(odd)).error?.message]).toEqual([
      expect.stringContaining('row 2: At byte 14'),
      expect.stringContaining('row 3: At byte 18'),
    ]);
  });

  it('a byte that Windows-1252 does not have', async () => {
    const path = await aFile(
      Buffer.from([...Buffer.from('a,b\n1,\xfc\n2,', 'latin1'), 0x81, 0x0a]),
    );
    expect((await readAll(path)).error?.message).toContain('row 3: At byte 10');
  });
});

describe('reading', () => {
  it('stops when it is cancelled, between two batches', async () => {
    const path = await aFile(`a,b\n${'1,x\n'.repeat(10_000)}`);
    const stop = new AbortController();
    let seen = 0;
    const read = async () => {
      for await (const { rows } of readTable(path, await detectText(path), {
        signal: stop.signal,
      })) {
        seen += rows.length;
        stop.abort();
      }
    };
    await expect(read()).rejects.toThrow('aborted');
    expect(seen).toBe(500);
  });

  it('says how far it is, in bytes of the file', async () => {
    const path = await aFile(`a,b\n${'1,x\n'.repeat(100_000)}`);
    const detected = await detectText(path);
    const read: number[] = [];
    for await (const { bytesRead } of readTable(path, detected)) read.push(bytesRead);
    expect(read).toEqual(read.toSorted((one, other) => one - other));
    expect([(read[0] as number) < detected.size / 2, read.at(-1)]).toEqual([true, detected.size]);
  });

  it('needs no more memory for 200 000 rows than for 2 000', async () => {
    const row = `C-0001,Ångström Zoë,${'x'.repeat(80)},61.25\n`;
    const small = await aFile(`a,b,c,d\n${row.repeat(2_000)}`);
    const large = await aFile(`a,b,c,d\n${row.repeat(200_000)}`);
    const peak = async (path: string) => {
      let most = 0;
      let rows = 0;
      for await (const batch of readTable(path, await detectText(path))) {
        rows += batch.rows.length;
        if (rows % 20_000 < 500) {
          collectGarbage();
          most = Math.max(most, process.memoryUsage().heapUsed);
        }
      }
      return { rows, most };
    };
    const first = await peak(small);
    const second = await peak(large);
    expect([first.rows, second.rows]).toEqual([2_000, 200_000]);
    expect(second.most - first.most).toBeLessThan(30e6);
  });
});
