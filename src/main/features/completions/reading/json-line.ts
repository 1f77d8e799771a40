/** One line of JSON Lines to flat cells: `{"candidate":{"id":"7"}}` and `{"candidate.id":"7"}` are the same. */

export type JsonLine =
  | { readonly cells: Readonly<Record<string, string>> }
  | { readonly message: string; readonly remedy: string };

const oneObject = 'Write one JSON object a line: {"candidate.id":"1001","course.code":"BIO-101"}.';

/** Null becomes an empty cell; a key that is absent has no cell. */
export function readJsonLine(text: string): JsonLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (typeof value === 'object' && value !== null) value = JSON.parse(quoteNumbers(text));
  } catch (error) {
    return { message: `The line is not JSON: ${(error as Error).message}.`, remedy: oneObject };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { message: 'The line is JSON, but not an object.', remedy: oneObject };
  const cells = new Map<string, string>();
  const problem = flatten(value, '', cells, 0);
  return problem ?? { cells: Object.fromEntries(cells) };
}

/**
 * Puts the number literals of a valid JSON text in quotes: JSON.parse would read the mark
 * 49.999999999999999999 as the number 50.
 */
function quoteNumbers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}

function flatten(
  value: object,
  prefix: string,
  cells: Map<string, string>,
  depth: number,
): { message: string; remedy: string } | null {
  if (depth > 8)
    return { message: `"${prefix}" is nested too deeply.`, remedy: 'Give plain values only.' };
  for (const [key, inner] of Object.entries(value)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (Array.isArray(inner))
      return {
        message: `"${path}" is a list.`,
        remedy: 'Give one value, and one line for each completion.',
      };
    if (typeof inner === 'object' && inner !== null) {
      const problem = flatten(inner, path, cells, depth + 1);
      if (problem !== null) return problem;
      continue;
    }
    if (cells.has(path))
      return { message: `"${path}" is given twice.`, remedy: 'Remove one of the two.' };
    cells.set(path, inner === null ? '' : String(inner));
  }
  return null;
}
