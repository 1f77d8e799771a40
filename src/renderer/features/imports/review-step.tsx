/** Step 4: what each row would do, by class, and one button that says what it will do. */
import { Button, CopyButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconListSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import {
  type ImportRecord,
  type ImportRow,
  type RowClass,
  rowClasses,
} from '../../../shared/contract/imports.ts';
import { courseWords } from '../../messages/completions.ts';
import { importWords } from '../../messages/imports.ts';
import { useProgram } from '../../program/use-program.ts';
import { useAction } from '../../ui/busy.ts';
import { Empty } from '../../ui/empty.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { RowSource } from '../../ui/table/use-rows.ts';
import { CountTabs } from '../../ui/tabs.tsx';
import { NamesCheck } from '../preflight/names-check.tsx';
import classes from './import.module.css';
import { importColumns } from './row-columns.tsx';

const alarming: readonly RowClass[] = ['conflicting', 'invalid'];

export function ReviewStep({
  of,
  onMoved,
}: {
  readonly of: ImportRecord;
  readonly onMoved: () => void;
}) {
  const { client, freshness } = useProgram();
  const { counts } = of;
  const [shown, setShown] = useState<RowClass>(
    () => rowClasses.find((name) => counts[name] > 0) ?? 'new',
  );
  const commit = useAction();
  const discard = useAction();
  const written = counts.new + counts.changed;
  const source = useMemo<RowSource<ImportRow>>(
    () => ({
      key: `${of.id} ${shown}`,
      topics: [],
      fetch: ({ client: program }, slice, options) =>
        program.imports.rows({ importId: of.id, class: shown, ...slice }, options),
    }),
    [of.id, shown],
  );
  const moved = () => {
    freshness.touch('imports', 'tasks', 'office');
    onMoved();
  };
  return (
    <>
      <div className={classes.reviewHead}>
        <h2>{importWords.reviewTitle(of.file)}</h2>
        <NewCourses of={of.newCourses} />
        {of.rejectsFile && <Rejects path={of.rejectsFile} />}
      </div>
      <CountTabs
        label={importWords.columns.what}
        current={shown}
        onPick={setShown}
        tabs={rowClasses.map((name) => ({
          name,
          word: importWords.classes[name],
          count: counts[name],
          alarming: alarming.includes(name),
        }))}
      />
      <p className={`ed-dim ${classes.classText}`}>{importWords.classText[shown]}</p>
      <div className={classes.rows}>
        <DataTable
          primary
          list="import-rows"
          rowHeight={shown === 'new' || shown === 'unchanged' ? 34 : 48}
          label={importWords.classes[shown]}
          columns={importColumns}
          source={source}
          rowKey={(row) => row.row}
          rowName={(row) => row.candidateName ?? String(row.row)}
          empty={<Empty icon={IconListSearch} title={importWords.noRows} text="" />}
        />
      </div>
      <div className={classes.doItBar}>
        <Button
          variant="default"
          loading={discard.busy}
          onClick={() =>
            discard.run(async () => {
              await client.imports.discard({ importId: of.id });
              notifications.show({ message: importWords.discarded });
              moved();
            })
          }
        >
          {importWords.discard}
        </Button>
        {written > 0 && <NamesCheck importId={of.id} />}
        <span className={classes.doItText}>
          {written === 0
            ? importWords.commitNoneText
            : importWords.commitText(
                counts.new,
                counts.changed,
                counts.unchanged + counts.conflicting + counts.invalid,
              )}
        </span>
        <Button
          size="sm"
          disabled={written === 0}
          loading={commit.busy}
          onClick={() =>
            commit.run(async () => {
              await client.imports.commit({ importId: of.id });
              moved();
            })
          }
        >
          {written === 0 ? importWords.commitNone : importWords.commit(written)}
        </Button>
      </div>
    </>
  );
}

function NewCourses({ of }: { readonly of: ImportRecord['newCourses'] }) {
  if (of.length === 0) return null;
  return (
    <details className={classes.courses}>
      <summary>{importWords.newCourses(of.length)}</summary>
      <ul>
        {of.map(({ code, title, passMark, validityMonths }) => (
          <li key={code}>
            <strong>{code}</strong> {title}{' '}
            <span className="ed-dim">
              · {importWords.fields.passMark} {passMark} · {courseWords.valid}{' '}
              {courseWords.validMonths(validityMonths)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Rejects({ path }: { readonly path: string }) {
  return (
    <p className={classes.rejects}>
      {importWords.rejects} <span className="ed-mono">{path}</span>{' '}
      <CopyButton value={path}>
        {({ copied, copy }) => (
          <Button variant="subtle" size="compact-xs" onClick={copy}>
            {copied ? importWords.copied : importWords.copyPath}
          </Button>
        )}
      </CopyButton>
    </p>
  );
}
