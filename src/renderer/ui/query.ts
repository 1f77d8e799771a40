/** The language of the filter boxes: words, and qualifiers such as `state:failed course:BIO-201 name:"van dam"`. */

export interface ParsedQuery {
  /** The words that are no qualifiers, one space between them. */
  readonly text: string;
  readonly qualifiers: Readonly<Record<string, string>>;
  /** Words of the form `a:b` where `a` is not known to the list. */
  readonly unknown: readonly string[];
}

const part = /(\S+?):("[^"]*"?|\S*)|"([^"]*)"?|(\S+)/gu;

export function parseQuery(query: string, known: readonly string[]): ParsedQuery {
  const words: string[] = [];
  const qualifiers: Record<string, string> = {};
  const unknown: string[] = [];
  for (const [whole, name, value, quoted, word] of query.matchAll(part)) {
    if (name === undefined) words.push((quoted ?? word ?? '').trim());
    else if (known.includes(name.toLowerCase()))
      qualifiers[name.toLowerCase()] = (value ?? '').replaceAll('"', '');
    else if (/^[a-z]+$/iu.test(name) && value) unknown.push(name);
    else words.push(whole);
  }
  const given = Object.fromEntries(Object.entries(qualifiers).filter(([, value]) => value !== ''));
  return { text: words.filter(Boolean).join(' '), qualifiers: given, unknown };
}

/** The query with a qualifier set, or taken out where the value is undefined. */
export function withQualifier(query: string, name: string, value: string | undefined): string {
  const without = query
    .replace(new RegExp(`(^|\\s)${name}:("[^"]*"?|\\S*)`, 'giu'), ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (value === undefined) return without;
  const written = /[\s"]/u.test(value) ? `"${value.replaceAll('"', '')}"` : value;
  return `${without} ${name}:${written}`.trim();
}
