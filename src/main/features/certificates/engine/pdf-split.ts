/** Takes a PDF apart into its objects, by its cross-reference table. */

export interface PdfObject {
  /** The object's text up to its stream or its end. */
  readonly text: string;
  readonly stream: Buffer | undefined;
}

/**
 * The objects of a PDF with one classic cross-reference table, as jsPDF writes it. Goes by the table and
 * by /Length, never by searching `endobj`: image data may contain any word.
 */
export function splitPdf(bytes: Buffer): Map<number, PdfObject> {
  const broken = (why: string): Error => new Error(`jsPDF wrote something unexpected: ${why}`);
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 64));
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1]);
  const table = bytes.toString('latin1', start);
  const head = /^xref\s+0 (\d+)\s*\n/.exec(table);
  if (!head) throw broken('no cross-reference table');
  const objects = new Map<number, PdfObject>();
  const lines = table.slice(head[0].length).split('\n', Number(head[1]));
  lines.forEach((line, id) => {
    const entry = /^(\d{10}) \d{5} n/.exec(line);
    if (!entry) return;
    const from = Number(entry[1]);
    const opening = `${id} 0 obj`;
    if (bytes.toString('latin1', from, from + opening.length) !== opening)
      throw broken(`object ${id} is not at its offset`);
    const end = bytes.indexOf('endobj', from, 'latin1');
    const streamAt = bytes.indexOf('stream\n', from, 'latin1');
    if (streamAt === -1 || streamAt > end) {
      objects.set(id, {
        text: bytes.toString('latin1', from + opening.length, end),
        stream: undefined,
      });
      return;
    }
    const text = bytes.toString('latin1', from + opening.length, streamAt);
    const length = Number(/\/Length (\d+)/.exec(text)?.[1]);
    const data = streamAt + 'stream\n'.length;
    if (!(data + length <= bytes.length)) throw broken(`object ${id} has no usable length`);
    objects.set(id, { text, stream: bytes.subarray(data, data + length) });
  });
  return objects;
}
