/** JSON Lines: one object a line, nested or flat, each line for itself. */
import { describe, expect, it } from 'vitest';
import { aFile, readAll } from './files.ts';

describe('rows of a JSON Lines file', () => {
  it('are flat or nested, keep every digit, and are invalid one by one', async () => {
    const path = await aFile(
      [
        '{"candidate":{"id":7,"name":"Łucja"},"mark":49.999999999999999999,"hold":null}',
        '',
        '{"candidate.id":"8","candidate.name":"x","mark":"12","hold":true}',
        '{"candidate":',
        '{"candidate":{"id":"9"},"mark":[1]}',
        '{"candidate":{"id":"9"},"colour":"red"}',
      ].join('\n'),
      'results.jsonl',
    );
    const { rows, error } = await readAll(path);
    expect(error).toBeUndefined();
    expect(rows.map(({ row, cells, problem }) => [row, problem?.message ?? cells])).toEqual([
      [
        1,
        {
          'candidate.id': '7',
          'candidate.name': 'Łucja',
          mark: '49.999999999999999999',
          hold: '',
        },
      ],
      [3, { 'candidate.id': '8', 'candidate.name': 'x', mark: '12', hold: 'true' }],
      [4, expect.stringContaining('The line is not JSON')],
      [5, '"mark" is a list.'],
      [6, { 'candidate.id': '9', colour: 'red' }],
    ]);
  });

  it('with a key that no line of the sample has are invalid', async () => {
    const path = await aFile(
      `${'{"id":"1","name":"Anna Berg"}\n'.repeat(20_000)}{"id":"2","hold":"yes"}\n`,
      'a.jsonl',
    );
    expect((await readAll(path, { from: 20_001 })).rows[0]?.problem).toMatchObject({
      column: 'hold',
      message: expect.stringContaining('"hold" occurs on none of the first lines'),
    });
  });

  it('of more than 1 MB are refused', async () => {
    const path = await aFile(`{"id":"1"}\n{"id":"${'x'.repeat(3_000_000)}"}\n`, 'a.jsonl');
    expect((await readAll(path)).error?.message).toContain('row 2: The row is longer than 1 MB.');
  });
});
