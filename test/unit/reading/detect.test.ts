/** What a results file is found to be, and what an officer is told about a file that is none. */
import { chmod, mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { detectText } from '../../../src/main/features/completions/reading/detect.ts';
import { aFile, aFolder, encode, failureOf, readAll } from './files.ts';

const table = 'Kandidat;Name;Kurs\r\n1;Müller, Jörg;BIO\r\n2;Weiß, „Åse“;BIO\r\n';

describe('the encoding', () => {
  it.each([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', false],
    ['utf-16le', true],
    ['utf-16be', false],
    ['utf-16be', true],
    ['windows-1252', false],
  ] as const)(
    '%s with byte order mark %s is found, and the names are right',
    async (encoding, bom) => {
      const path = await aFile(encode(table, encoding, bom));
      const detected = await detectText(path);
      expect(detected).toEqual({
        name: 'results.csv',
        size: encode(table, encoding, bom).length,
        encoding,
        bom,
        format: 'csv',
        delimiter: ';',
        header: ['Kandidat', 'Name', 'Kurs'],
      });
      expect((await readAll(path)).rows.map(({ cells }) => cells.Name)).toEqual([
        'Müller, Jörg',
        'Weiß, „Åse“',
      ]);
    },
  );

  it('of UTF-8 with one damaged letter stays UTF-8, so that the other names are not spoilt', async () => {
    const path = await aFile(
      Buffer.concat([
        Buffer.from('n,m\nZoë,1\nJosé,2\n'),
        Buffer.from([0xfc]),
        Buffer.from(',3\n'),
      ]),
    );
    expect((await detectText(path)).encoding).toBe('utf-8');
    expect((await readAll(path)).error?.message).toContain('row 4: At byte 19');
  });

  it('is not upset by a letter that the end of the sample cuts in two', async () => {
    const head = 'n,m\n';
    const path = await aFile(`${head}${'x'.repeat(256 * 1024 - head.length - 1)}é,1\nb,2\n`);
    expect((await detectText(path)).encoding).toBe('utf-8');
  });

  it('of UTF-16 in a script without Latin letters is found by its line ends and delimiters', async () => {
    const path = await aFile(encode('番号;氏名\r\n1;山田\r\n2;鈴木\r\n', 'utf-16le'));
    expect(await detectText(path)).toMatchObject({
      encoding: 'utf-16le',
      header: ['番号', '氏名'],
    });
  });
});

describe('the delimiter', () => {
  it.each([
    [',', 'a,b;c,d\n1,2;2;2,3\n'],
    [';', 'a;b;c\n1,5;2,5;3,5\n'],
    ['\t', 'a\tb\n"x;y;z"\t1\n'],
    ['|', 'a|b\n1|"2|,3"\n'],
    [';', 'a;b, c;d\n1;x, y, z;2\n2;x;3\n'],
  ])('is %j', async (delimiter, text) => {
    expect((await detectText(await aFile(text))).delimiter).toBe(delimiter);
  });
});

describe('JSON Lines', () => {
  it('are known by their content or their name, and their keys are the headings', async () => {
    const line = '{"id":1,"course":{"code":"A"}}\n{"id":2,"mark":3}\n';
    const expected = { format: 'jsonl', delimiter: null, header: ['id', 'course.code', 'mark'] };
    expect(await detectText(await aFile(line, 'export.txt'))).toMatchObject(expected);
    expect(await detectText(await aFile(`oops\n${line}`, 'x.jsonl'))).toMatchObject(expected);
  });

  it('of completion events have all keys of one', async () => {
    const path = await aFile('{"candidate":{"id":"1"}}\n', 'x.jsonl');
    expect((await detectText(path)).header).toContain('course.passMark');
  });
});

describe('a file that is no results file', () => {
  const zip = Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1');
  const cases: readonly (readonly [string, string | Buffer, string])[] = [
    [
      'empty.csv',
      '',
      'empty.csv is empty. Export the results again, and check that the export finished.',
    ],
    [
      'blank.csv',
      '\ufeff \r\n\r\n',
      'blank.csv is empty. Export the results again, and check that the export finished.',
    ],
    [
      'head.csv',
      'a,b,c\n\n,,\n',
      'head.csv has headings but no rows. Export the results again, and check that the export finished.',
    ],
    [
      'book.csv',
      Buffer.concat([zip, Buffer.from('xl/workbook.xml')]),
      'book.csv is an Excel workbook, not text. Open it in the spreadsheet program, choose "Save as" and the type "CSV UTF-8", and import that file.',
    ],
    ['a.csv', zip, 'a.csv is a ZIP archive, not text. Unpack it and import the CSV file inside.'],
    ['a.pdf', '%PDF-1.7\n', 'a.pdf is a PDF, not text. Export the results again as CSV.'],
    [
      'a.bin',
      Buffer.from([1, 0, 0, 7, 0, 9, 0, 0, 3, 2, 0]),
      'a.bin is not a text file. Export the results as CSV and import that file.',
    ],
    [
      'login.csv',
      '<!DOCTYPE html>\n<html><body>Log in, please</body></html>',
      'login.csv is a web page. Sign in to the exam system again and export the results as CSV.',
    ],
    [
      'list.json',
      '[{"id":1}]',
      'list.json is a JSON array. Write one JSON object a line, without the brackets around and the commas between.',
    ],
    [
      'pretty.json',
      '{\n  "id": 1\n}\n',
      'pretty.json has its JSON objects spread over several lines. Write one JSON object a line.',
    ],
    [
      'prose.csv',
      'Dear colleague\nplease find attached\n',
      'prose.csv has no columns: its first lines contain no comma, semicolon, tab or |. Check that this is the results file, and export it as CSV.',
    ],
    [
      'twice.csv',
      'id,Name, Name\n1,2,3\n',
      'twice.csv, row 1 (the headings): The columns B and C have the same heading "Name". Rename or delete one of them.',
    ],
    [
      'none.csv',
      'id,,Name\n1,2,3\n',
      'none.csv, row 1 (the headings): Column B has no heading. Give the column a heading, or delete the column.',
    ],
    [
      'quote.csv',
      'id,"Name\n1,2\n',
      'quote.csv, row 1: A quote (") opens in this row and is never closed. Nothing after this row can be read. Open the file in a text editor at that line, and close the quote, remove it, or double it inside a quoted cell ("").',
    ],
    [
      'wide.csv',
      `id,${'x'.repeat(300_000)}\n1,2\n`,
      'wide.csv has a first row of more than 256 KB. Check that this is the results file, and that its first row has the headings.',
    ],
  ];
  it.each(cases)('%s is refused with the reason and the remedy', async (name, content, message) => {
    const failure = await failureOf(detectText(await aFile(content, name)));
    expect([failure?.code, failure?.message]).toEqual(['unreadable_file', message]);
  });

  it('a folder', async () => {
    const path = `${await aFolder()}/results`;
    await mkdir(path);
    expect(await failureOf(detectText(path))).toEqual({
      code: 'unreadable_file',
      message: 'results is a folder. Choose the results file inside it.',
      details: { file: 'results' },
    });
  });

  it('a file that is not there', async () => {
    expect(await failureOf(detectText(`${await aFolder()}/gone.csv`))).toEqual({
      code: 'not_found',
      message:
        'There is no file gone.csv. Check its name and folder, and whether its drive is connected.',
      details: { file: 'gone.csv' },
    });
  });

  it('a file without permission', async () => {
    const path = await aFile('a,b\n1,2\n');
    await chmod(path, 0o000);
    // The superuser may read everything, so for this one call the test is somebody else.
    const root = process.getuid?.() === 0;
    if (root) {
      await chmod(path.replace(/\/[^/]*$/, ''), 0o755);
      process.seteuid?.(65534);
    }
    const failure = await failureOf(detectText(path)).finally(() => root && process.seteuid?.(0));
    expect(failure).toEqual({
      code: 'file_access',
      message:
        'results.csv may not be read by this account. Ask for the right to read it, or copy it to a folder of your own.',
      details: { file: 'results.csv' },
    });
  });

  it('is called by the name it was uploaded under', async () => {
    const failure = await failureOf(detectText(await aFile('', 'upload-7'), 'June results.csv'));
    expect(failure?.message).toContain('June results.csv is empty');
  });
});
