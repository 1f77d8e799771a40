/** The wording of lists and filters. */
import { count, counted } from './plural.ts';

export const tableWords = {
  rows: (n: number) => counted(n, 'row', 'rows'),
  selected: (n: number) => `${count(n)} selected`,
  clear: 'Clear the selection',
  columns: 'Columns',
  reset: 'Usual columns',
  loading: 'Loading…',
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select the loaded rows',
  filter: 'Filter',
  clearFilter: 'Clear the filter',
  noMatch: {
    title: 'Nothing matches this filter',
    text: 'Try fewer words, or clear the filter to see everything.',
  },
  unknownQualifier: (word: string, known: string) =>
    `“${word}” is not a qualifier of this list. Known: ${known}.`,
  unknownValue: (qualifier: string, value: string, known: string) =>
    `${qualifier} has no “${value}”. Known: ${known}.`,
};
