/** What the demo says at its end. */
import type { BlockCode } from '../../../shared/contract/certificates.ts';
import type { RowCounts } from '../../../shared/contract/imports.ts';
import type { Ledger } from '../../../shared/contract/office.ts';
import { duration, grouped, pairs } from './text.ts';

export interface DemoOutcome {
  readonly storeDir: string;
  readonly certificatesDir: string;
  readonly counts: RowCounts;
  readonly rejectsFile: string | null;
  readonly ledger: Ledger;
  /** Certificates issued by this run. */
  readonly issuedNow: number;
  readonly pdfFiles: number;
  readonly seconds: number;
}

const reasonTexts = {
  on_hold: 'on hold',
  not_enrolled: 'not enrolled',
  not_completed: 'not completed',
  no_mark: 'no mark',
  below_pass_mark: 'below the pass mark',
  missing_value: 'a value is missing that the certificate prints',
  bad_text: 'text that cannot be printed',
  glyph_missing: 'letters that no font here can draw',
  does_not_fit: 'text that does not fit the certificate',
} as const satisfies Record<BlockCode, string>;

function outlook({ ledger, issuedNow }: DemoOutcome): string[] {
  if (ledger.failed > 0)
    return [
      'Some certificates could not be made; "examdesk tasks list --tab attention" says why.',
      '',
    ];
  if (ledger.inProgress > 0)
    return ['Some certificates are still to be made; "examdesk run --until-idle" goes on.', ''];
  return issuedNow === 0
    ? ['Nothing new was issued: everyone entitled has a certificate already.', '']
    : [];
}

/** `openCommand` opens the console on the demo's store. */
export function demoSummary(outcome: DemoOutcome, openCommand: string): string[] {
  const { counts, ledger, issuedNow, pdfFiles, rejectsFile } = outcome;
  const indented = (name: string) => `  ${name}`;
  return [
    ...pairs([
      ['entered', grouped(ledger.entered)],
      ['completed', grouped(ledger.completed)],
      [
        'issued',
        `${grouped(ledger.issued)} (${issuedNow === 0 ? 'none' : grouped(issuedNow)} by this run)`,
      ],
      ...(ledger.inProgress === 0 ? [] : [['in progress', grouped(ledger.inProgress)] as const]),
      ...(ledger.failed === 0 ? [] : [['failed', grouped(ledger.failed)] as const]),
      ['blocked', grouped(ledger.blocked)],
      ...ledger.reasons.map(
        ({ code, count }) => [indented(reasonTexts[code]), grouped(count)] as const,
      ),
      ['rejected rows', grouped(counts.invalid)],
      ['conflicting rows', grouped(counts.conflicting)],
      ['PDFs on disk', grouped(pdfFiles)],
      ['seconds', duration(outcome.seconds)],
    ]),
    '',
    ...outlook(outcome),
    `The PDFs are in ${outcome.certificatesDir}`,
    ...(rejectsFile ? [`The rows left out, with the reason of each: ${rejectsFile}`] : []),
    `Open the console on this store: ${openCommand}`,
  ];
}
