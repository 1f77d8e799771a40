/** The import, step by step: file, columns, check, review, commit. The address of an import shows where it is. */
import { Stepper } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ImportRecord, ImportSource, Inspection } from '../../../shared/contract/imports.ts';
import { importWords } from '../../messages/imports.ts';
import { useFetched } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { go } from '../../ui/hash-location.ts';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { CompletionsHead } from '../completions/sections.tsx';
import { CheckStep } from './check-step.tsx';
import { CommitStep } from './commit-step.tsx';
import { FileStep } from './file-step.tsx';
import classes from './import.module.css';
import { MapStep } from './map-step.tsx';
import { ReviewStep } from './review-step.tsx';

export function ImportPage({ importId }: { readonly importId: number | null }) {
  return importId === null ? <NewImport /> : <KnownImport key={importId} id={importId} />;
}

interface Chosen {
  readonly source: ImportSource;
  readonly inspection: Inspection;
}

function NewImport() {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  return (
    <Frame step={chosen ? 1 : 0} fill={chosen !== null}>
      {chosen ? (
        <MapStep
          {...chosen}
          onAnother={() => setChosen(null)}
          onChecked={(id) => go(`/completions/import/${id}`)}
        />
      ) : (
        <FileStep onInspected={(source, inspection) => setChosen({ source, inspection })} />
      )}
    </Frame>
  );
}

const stepOf: Record<ImportRecord['state'], number> = {
  checking: 2,
  checked: 3,
  committing: 4,
  committed: 5,
  discarded: 3,
  failed: 2,
};

function KnownImport({ id }: { readonly id: number }) {
  const { value, error, reload } = useFetched(
    `import-${id}`,
    ['imports', 'tasks'],
    ({ client }, signal) => client.imports.get({ importId: id }, { signal }),
  );
  return (
    <Frame step={value ? stepOf[value.state] : 2} fill={value?.state === 'checked'}>
      {error !== undefined && !value && <ErrorPanel error={error} onRetry={reload} />}
      {value?.state === 'checking' && <CheckStep of={value} />}
      {value?.state === 'checked' && <ReviewStep of={value} onMoved={reload} />}
      {(value?.state === 'committing' || value?.state === 'committed') && <CommitStep of={value} />}
      {value?.state === 'discarded' && <p>{importWords.discarded}</p>}
      {value?.state === 'failed' && <Failed of={value} />}
    </Frame>
  );
}

function Failed({ of }: { readonly of: ImportRecord }) {
  return (
    <div className={classes.failed} role="alert">
      <h2>{importWords.failedTitle}</h2>
      <p>{of.error}</p>
      <p>{importWords.failedText}</p>
    </div>
  );
}

function Frame({
  step,
  fill = false,
  children,
}: {
  readonly step: number;
  /** The content fills the height that is left and scrolls by itself. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className="ed-page">
      <CompletionsHead />
      <div className={classes.steps}>
        <Stepper
          active={step}
          size="xs"
          iconSize={24}
          allowNextStepsSelect={false}
          aria-label={importWords.stepsLabel}
        >
          {importWords.steps.map((word) => (
            <Stepper.Step key={word} label={word} />
          ))}
        </Stepper>
      </div>
      {fill ? (
        <div className={classes.fill}>{children}</div>
      ) : (
        <ScrollPage label={importWords.title}>
          <div className={classes.content}>{children}</div>
        </ScrollPage>
      )}
    </div>
  );
}
