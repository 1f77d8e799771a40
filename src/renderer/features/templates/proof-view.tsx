/** A proof of a template: whose certificate is shown is the officer's choice, and what goes wrong is said in its place. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { PreviewSubject, TemplatePreview } from '../../../shared/contract/templates.ts';
import { templateWords } from '../../messages/templates.ts';
import { type Fetched, useFetched } from '../../program/use-program.ts';
import { bytesFromBase64 } from '../../ui/base64.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import classes from './templates.module.css';

const PdfPreview = lazy(async () => ({
  default: (await import('../certificates/pdf-preview.tsx')).PdfPreview,
}));

const kinds = ['longest', 'exotic', 'candidate', 'invented'] as const;
type Kind = (typeof kinds)[number];
const TYPING_MS = 400;

/** What is chosen and how it is chosen; the subject is null while a candidate has no number yet. */
export function useSubject(): {
  readonly subject: PreviewSubject | null;
  readonly choice: React.ReactNode;
} {
  const [kind, setKind] = useState<Kind>('longest');
  const [candidate, setCandidate] = useState('');
  const [candidateId] = useDebouncedValue(candidate.trim(), TYPING_MS);
  const subject = useMemo((): PreviewSubject | null => {
    if (kind !== 'candidate') return { kind };
    return candidateId === '' ? null : { kind, candidateId };
  }, [kind, candidateId]);
  const choice = (
    <>
      <NativeSelect
        label={templateWords.subject}
        value={kind}
        onChange={({ currentTarget: { value } }) =>
          setKind(kinds.find((each) => each === value) ?? 'longest')
        }
        data={kinds.map((value) => ({ value, label: templateWords.subjects[value] }))}
      />
      {kind === 'candidate' && (
        <TextInput
          label={templateWords.candidate}
          description={templateWords.candidateHint}
          value={candidate}
          onChange={(event) => setCandidate(event.currentTarget.value)}
        />
      )}
    </>
  );
  return { subject, choice };
}

/** `json`: an edit to take instead of the version's own text. */
export function useProof(
  id: number,
  version: number,
  subject: PreviewSubject | null,
  json?: string,
): Fetched<TemplatePreview> {
  const key = subject && JSON.stringify([id, version, subject, json]);
  return useFetched(key, ['completions'], ({ client }, signal) =>
    client.templates.preview(
      {
        id,
        version,
        subject: subject ?? { kind: 'invented' },
        ...(json === undefined ? {} : { json }),
      },
      { signal },
    ),
  );
}

export function ProofView({ proof }: { readonly proof: Fetched<TemplatePreview> }) {
  const { value, error, reload, loading } = proof;
  const bytes = useMemo(
    () => (value?.outcome === 'made' ? bytesFromBase64(value.base64) : null),
    [value],
  );
  if (error !== undefined && !value) return <ErrorPanel error={error} onRetry={reload} />;
  if (!value) return loading ? <p className="ed-dim">{templateWords.loading}</p> : null;
  if (value.outcome === 'unusable')
    return <Told title={templateWords.unusable} lines={[value.reason]} />;
  if (value.outcome === 'nobody')
    return <Told title={templateWords.nobody} lines={[value.reason]} />;
  if (value.outcome === 'not_made') {
    const { candidateName, reason, remedy } = value;
    return <Told title={templateWords.notMade(candidateName)} lines={[reason, remedy]} />;
  }
  return (
    <>
      <div className={classes.proof}>
        <strong>{templateWords.proof}</strong>
        <span>{templateWords.proofText}</span>
      </div>
      {bytes && (
        <Suspense fallback={<p className="ed-dim">{templateWords.loading}</p>}>
          <PdfPreview bytes={bytes} name={templateWords.previewOf(value.candidateName)} />
        </Suspense>
      )}
      {value.warnings.length > 0 && <Told title="" lines={value.warnings} />}
    </>
  );
}

function Told({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div className={classes.told} role="status">
      {title !== '' && <strong>{title}</strong>}
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
