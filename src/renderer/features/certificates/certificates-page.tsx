/** Certificates as a list by state and reason, with one of them beside it. */
import { Button } from '@mantine/core';
import {
  IconCertificate,
  IconFilterOff,
  IconFolderDown,
  IconPlaneDeparture,
} from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import {
  type Certificate,
  type CertificateState,
  certificateStates,
} from '../../../shared/contract/certificates.ts';
import { certificateWords } from '../../messages/certificates.ts';
import { completionWords } from '../../messages/completions.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { tableWords } from '../../messages/table.ts';
import { useFetched, useProgram } from '../../program/use-program.ts';
import { Empty } from '../../ui/empty.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { go, useSearchValue } from '../../ui/hash-location.ts';
import { withQualifier } from '../../ui/query.ts';
import { SelectionBar } from '../../ui/selection-bar.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { RowSource } from '../../ui/table/use-rows.ts';
import { CountTabs } from '../../ui/tabs.tsx';
import { CertificatePanel } from './certificate-panel.tsx';
import { certificateColumns } from './columns.tsx';
import { askExport } from './export-dialog.tsx';
import { certificateQuery } from './query.ts';
import { ReasonChips } from './reason-chips.tsx';
import { RevokeButton } from './revoke-button.tsx';

/** Only the blocked and the failed have one of the reasons. */
const reasonable = (state: CertificateState | undefined): boolean =>
  state === undefined || state === 'blocked' || state === 'failed';

const sorts = ['newest', 'name', 'course', 'number'] as const;

export function CertificatesPage({ openId }: { readonly openId: number | null }) {
  const program = useProgram();
  const [query, setQuery] = useSearchValue('q');
  const [task, setTask] = useSearchValue('task');
  const [sorted, setSort] = useSearchValue('sort');
  const [exporting, setExporting] = useSearchValue('export');
  const [selected, setSelected] = useState<ReadonlyMap<number, Certificate>>(new Map());
  const sort = sorts.find((name) => name === sorted) ?? 'newest';
  const { filter, problem } = useMemo(() => certificateQuery(query, task), [query, task]);
  const key = JSON.stringify(filter);
  const counts = useFetched(`counts-${key}`, ['certificates'], ({ client }, signal) =>
    client.certificates.counts(filter, { signal }),
  ).value;
  const source = useMemo<RowSource<Certificate>>(
    () => ({
      key: `${key} ${sort}`,
      topics: ['certificates'],
      fetch: ({ client }, slice, options) =>
        client.certificates.list({ ...filter, sort, ...slice }, options),
    }),
    [filter, key, sort],
  );
  const address = (id: number | null) => {
    const search = location.hash.split('?')[1];
    return `/certificates${id === null ? '' : `/${id}`}${search ? `?${search}` : ''}`;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address asks once
  useEffect(() => {
    if (exporting === '') return;
    setExporting('');
    askExport(program, filter, undefined);
  }, [exporting]);
  const all = counts && Object.values(counts.states).reduce((sum, n) => sum + n, 0);
  return (
    <div className="ed-page">
      <header className="ed-head">
        <h1>{certificateWords.title}</h1>
        <Button
          component={Link}
          href="/certificates/preflight"
          variant="default"
          leftSection={<IconPlaneDeparture size={15} aria-hidden="true" />}
        >
          {preflightWords.open}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFolderDown size={15} aria-hidden="true" />}
          onClick={() => askExport(program, filter, counts?.states.issued)}
        >
          {certificateWords.export}
        </Button>
      </header>
      <CountTabs
        label={certificateWords.columns.state}
        current={filter.state ?? 'all'}
        onPick={(name) =>
          setQuery(
            withQualifier(
              withQualifier(query, 'reason', undefined),
              'state',
              name === 'all' ? undefined : name,
            ),
          )
        }
        tabs={[
          { name: 'all', word: certificateWords.all, count: all },
          ...certificateStates.map((name) => ({
            name,
            word: certificateWords.states[name],
            count: counts?.states[name],
            alarming: name === 'failed',
          })),
        ]}
      />
      <div className="ed-bar" style={{ paddingTop: 10 }}>
        <FilterBox
          value={query}
          onChange={setQuery}
          placeholder={certificateWords.filter}
          problem={problem}
        />
        <SelectionBar count={selected.size} onClear={() => setSelected(new Map())}>
          <RevokeButton of={[...selected.values()]} onDone={() => setSelected(new Map())} />
        </SelectionBar>
        {task !== '' && (
          <Button variant="light" onClick={() => setTask('')}>
            {certificateWords.taskFilter(Number(task))} · {certificateWords.everyone}
          </Button>
        )}
      </div>
      <ReasonChips
        reasons={reasonable(filter.state) ? (counts?.reasons ?? []) : []}
        picked={filter.reasonCode}
        onPick={(code) => setQuery(withQualifier(query, 'reason', code))}
      />
      <div className="ed-split">
        <DataTable
          primary
          list="certificates"
          label={certificateWords.title}
          columns={certificateColumns}
          source={source}
          rowKey={(row) => row.id}
          rowName={(row) => row.candidateName}
          openKey={openId}
          onOpen={(row) => go(address(row.id))}
          sort={{ by: sort, onChange: (by) => setSort(by === 'newest' ? '' : by) }}
          selection={{
            rows: selected,
            onChange: setSelected,
          }}
          empty={
            query === '' && task === '' ? (
              <Empty icon={IconCertificate} {...certificateWords.empty}>
                <Button component={Link} href="/completions/import">
                  {completionWords.import}
                </Button>
                <Button component={Link} href="/completions/import?sample=1" variant="default">
                  {completionWords.empty.sample}
                </Button>
              </Empty>
            ) : (
              <Empty icon={IconFilterOff} {...tableWords.noMatch}>
                <Button
                  variant="default"
                  onClick={() => {
                    go('/certificates');
                  }}
                >
                  {tableWords.clearFilter}
                </Button>
              </Empty>
            )
          }
        />
        {openId !== null && <CertificatePanel id={openId} onClose={() => go(address(null))} />}
      </div>
    </div>
  );
}
