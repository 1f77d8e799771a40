/** Pre-flight: start a check of what is due or of an import, look at what it found, and decide. */
import { Button, MultiSelect } from '@mantine/core';
import { IconPlaneDeparture } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { completionWords } from '../../messages/completions.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { useFetched } from '../../program/use-program.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useSearchValue } from '../../ui/hash-location.ts';
import { Findings } from './findings.tsx';
import classes from './preflight.module.css';
import { numberOf, runsOf } from './query.ts';
import { RunBar } from './run-bar.tsx';
import { useStart } from './use-start.ts';

/** More than an office looks back on. */
const runsListed = 200;

export function PreflightPage() {
  const [asked, setAsked] = useSearchValue('run');
  const [ofImport] = useSearchValue('import');
  const importId = numberOf(ofImport);
  const fetched = useFetched('preflight-runs', ['tasks'], ({ client }, signal) =>
    client.preflight.runs({ limit: runsListed }, { signal }),
  );
  const { start, busy } = useStart((runId) => setAsked(String(runId)));
  const runs = fetched.value && runsOf(fetched.value.rows, importId);
  const run = asked === 'all' ? null : (runs?.find(({ id }) => String(id) === asked) ?? runs?.[0]);
  return (
    <div className="ed-page">
      <header className="ed-head">
        <h1>{preflightWords.title}</h1>
        {importId === null ? (
          <DueStart busy={busy} onStart={(courses) => start({ kind: 'due', ...courses })} />
        ) : (
          <ImportStart
            id={importId}
            busy={busy}
            onStart={() => start({ kind: 'import', importId })}
          />
        )}
      </header>
      {fetched.error !== undefined && !runs && (
        <div className="ed-pad">
          <ErrorPanel error={fetched.error} onRetry={fetched.reload} />
        </div>
      )}
      {runs?.length === 0 && (
        <Empty icon={IconPlaneDeparture} {...preflightWords.empty}>
          {importId === null ? (
            <>
              <Button loading={busy} onClick={() => start({ kind: 'due' })}>
                {preflightWords.check}
              </Button>
              <Button component={Link} href="/completions/import?sample=1" variant="default">
                {completionWords.empty.sample}
              </Button>
            </>
          ) : (
            <Button loading={busy} onClick={() => start({ kind: 'import', importId })}>
              {preflightWords.checkImport}
            </Button>
          )}
        </Empty>
      )}
      {runs && run !== undefined && (
        <>
          <RunBar
            run={run}
            runs={runs}
            onPick={(id) => setAsked(id === null ? 'all' : String(id))}
          />
          <Findings key={run?.id ?? 'all'} run={run} />
        </>
      )}
    </div>
  );
}

function DueStart({
  busy,
  onStart,
}: {
  readonly busy: boolean;
  readonly onStart: (courses: { courses?: string[] }) => void;
}) {
  const [courses, setCourses] = useState<string[]>([]);
  const known = useFetched('courses', ['courses'], ({ client }, signal) =>
    client.courses.list({}, { signal }),
  ).value;
  return (
    <>
      <Button component={Link} href="/certificates" variant="subtle">
        {preflightWords.back}
      </Button>
      <MultiSelect
        className={classes.scope ?? ''}
        size="xs"
        searchable
        clearable
        aria-label={preflightWords.courses}
        placeholder={courses.length === 0 ? preflightWords.allCourses : ''}
        data={(known ?? []).map(({ code, title }) => ({ value: code, label: `${code} ${title}` }))}
        value={courses}
        onChange={setCourses}
      />
      <Button loading={busy} onClick={() => onStart(courses.length === 0 ? {} : { courses })}>
        {preflightWords.check}
      </Button>
    </>
  );
}

function ImportStart({
  id,
  busy,
  onStart,
}: {
  readonly id: number;
  readonly busy: boolean;
  readonly onStart: () => void;
}) {
  const of = useFetched(`import-${id}`, ['imports'], ({ client }, signal) =>
    client.imports.get({ importId: id }, { signal }),
  ).value;
  return (
    <>
      <Button component={Link} href="/certificates/preflight" variant="subtle">
        {preflightWords.allScopes}
      </Button>
      <Button component={Link} href={`/completions/import/${id}`} variant="default">
        {preflightWords.openImport}
      </Button>
      <Button loading={busy} onClick={onStart}>
        {of ? preflightWords.checkFile(of.file) : preflightWords.checkImport}
      </Button>
    </>
  );
}
