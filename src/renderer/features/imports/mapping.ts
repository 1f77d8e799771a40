/** Decisions of the mapping form: what is still missing, what is chosen twice, where a choice comes from. */
import {
  type ColumnMapping,
  type ImportField,
  importFields,
  requiredImportFields,
} from '../../../shared/completion-event.ts';
import type { Inspection } from '../../../shared/contract/imports.ts';

export type Origin = 'certain' | 'guess' | 'remembered' | 'byHand';

export const isRequired = (field: ImportField): boolean =>
  (requiredImportFields as readonly ImportField[]).includes(field);

export const missingFields = (mapping: ColumnMapping): ImportField[] =>
  requiredImportFields.filter((field) => mapping[field] === undefined);

/** Columns that feed more than one field: allowed for none. */
export function doubledColumns(mapping: ColumnMapping): string[] {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const field of importFields) {
    const column = mapping[field];
    if (column === undefined) continue;
    if (seen.has(column)) doubled.add(column);
    seen.add(column);
  }
  return [...doubled];
}

/** Why a field has its column; null where it has none. */
export function originOf(
  field: ImportField,
  mapping: ColumnMapping,
  inspection: Pick<Inspection, 'mapping' | 'certain' | 'remembered'>,
): Origin | null {
  const column = mapping[field];
  if (column === undefined) return null;
  if (column !== inspection.mapping[field]) return 'byHand';
  if (inspection.remembered) return 'remembered';
  return inspection.certain.includes(field) ? 'certain' : 'guess';
}

/** The order of the form: what is needed or suggested first. It stays while choices change, so that no line jumps. */
export const formOrder = (suggested: ColumnMapping): ImportField[] => {
  const first = (field: ImportField) => isRequired(field) || suggested[field] !== undefined;
  return [...importFields.filter(first), ...importFields.filter((field) => !first(field))];
};

/** The mapping with one field fed by `column`, or by nothing. */
export function withColumn(
  mapping: ColumnMapping,
  field: ImportField,
  column: string | undefined,
): ColumnMapping {
  const { [field]: _before, ...others } = mapping;
  return column === undefined ? others : { ...others, [field]: column };
}

export const unusedColumns = (header: readonly string[], mapping: ColumnMapping): string[] => {
  const used = new Set(Object.values(mapping));
  return header.filter((column) => !used.has(column));
};
