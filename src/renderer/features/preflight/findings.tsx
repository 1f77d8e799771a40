/** The findings of a run: by decision, severity and kind, with one of them beside the list. */
import { Button } from '@mantine/core';
import { IconCheck, IconFilterOff, IconLoader2, IconPlayerPause } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import {
  type Finding,
  type FindingStatus,
  findingStatuses,
  type PreflightRun,
} from '../../../shared/contract/preflight.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { tableWords } from '../../messages/table.ts';
import { useFetched, useProgram, useTask } from '../../program/use-program.ts';
import type { Topic } from '../../stores/freshness.ts';
import { isOver } from '../../stores/tasks.ts';
import { useAction } from '../../ui/busy.ts';
import { Empty } from '../../ui/empty.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { useSearchValue } from '../../ui/hash-location.ts';
import { withQualifier } from '../../ui/query.ts';
import { SelectionBar } from '../../ui/selection-bar.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { RowSource } from '../../ui/table/use-rows.ts';
import { CountTabs } from '../../ui/tabs.tsx';
import { findingColumns, findingName } from './columns.tsx';
import { DecideButtons } from './decide-buttons.tsx';
import { everyMatch, mostDecided } from './every-match.ts';
import { FindingChips } from './finding-chips.tsx';
import { FindingPanel } from './finding-panel.tsx';
import { findingQuery } from './query.ts';

/** What ends a finding: a run, a correction, an import that is committed or discarded. */
const topics: readonly Topic[] = ['completions', 'imports'];

export function Findings({ run }: { readonly run: PreflightRun | null }) {
  const { client } = useProgram();
  const [query, setQuery] = useSearchValue('q');
  const [selected, setSelected] = useState<ReadonlyMap<number, Finding>>(new Map());
  const [open, setOpen] = useState<Finding | null>(null);
  const all = useAction();
  const { filter, problem } = useMemo(() => findingQuery(query, run?.id), [query, run?.id]);
  const key = JSON.stringify(filter);
  const counts = useFetched(`findings-${key}`, topics, (program, signal) =>
    program.client.preflight.counts(filter, { signal }),
  ).value;
  const source = useMemo<RowSource<Finding>>(
    () => ({
      key,
      topics,
      fetch: (program, slice, options) =>
        program.client.preflight.findings({ ...filter, ...slice }, options),
    }),
    [filter, key],
  );
  const { statuses } = counts ?? {};
  const sum = statuses && Object.values(statuses).reduce((total, n) => total + n, 0);
  const matching = filter.status ? statuses?.[filter.status] : sum;
  const pick = (name: string, value: string | undefined) =>
    setQuery(withQualifier(query, name, value));
  const clear = () => setSelected(new Map());
  return (
    <>
      <CountTabs<FindingStatus | 'all'>
        label={preflightWords.statusesLabel}
        current={filter.status ?? 'all'}
        onPick={(name) => pick('status', name === 'all' ? undefined : name)}
        tabs={[
          { name: 'all', word: preflightWords.all, count: sum },
          ...findingStatuses.map((name) => ({
            name,
            word: preflightWords.statuses[name],
            count: statuses?.[name],
          })),
        ]}
      />
      <div className="ed-bar" style={{ paddingTop: 10 }}>
        <FilterBox
          value={query}
          onChange={setQuery}
          placeholder={preflightWords.filter}
          problem={problem}
        />
        <SelectionBar count={selected.size} onClear={clear}>
          {matching !== undefined && selected.size < Math.min(matching, mostDecided) && (
            <Button
              variant="subtle"
              loading={all.busy}
              onClick={() => all.run(async () => setSelected(await everyMatch(client, filter)))}
            >
              {preflightWords.selectAll(Math.min(matching, mostDecided))}
            </Button>
          )}
          <DecideButtons of={[...selected.values()]} onDone={clear} />
        </SelectionBar>
      </div>
      <FindingChips
        kinds={counts?.kinds ?? []}
        filter={filter}
        onSeverity={(severity) =>
          setQuery(withQualifier(withQualifier(query, 'kind', undefined), 'severity', severity))
        }
        onKind={(kind) => pick('kind', kind)}
      />
      <div className="ed-split">
        <DataTable
          primary
          list="findings"
          rowHeight={48}
          label={preflightWords.title}
          columns={findingColumns}
          source={source}
          rowKey={(row) => row.id}
          rowName={(row) => `${findingName(row)}, ${preflightWords.kinds[row.kind]}`}
          openKey={open?.id ?? null}
          onOpen={setOpen}
          selection={{ rows: selected, onChange: setSelected }}
          empty={
            query === '' ? (
              <NoFinding run={run} />
            ) : (
              <Empty icon={IconFilterOff} {...tableWords.noMatch}>
                <Button variant="default" onClick={() => setQuery('')}>
                  {tableWords.clearFilter}
                </Button>
              </Empty>
            )
          }
        />
        {open && <FindingPanel of={open} onClose={() => setOpen(null)} />}
      </div>
    </>
  );
}

function NoFinding({ run }: { readonly run: PreflightRun | null }) {
  const task = useTask(run?.taskId);
  if (run?.checked !== null) return <Empty icon={IconCheck} {...preflightWords.clean} />;
  return task && isOver(task) && task.state !== 'succeeded' ? (
    <Empty icon={IconPlayerPause} {...preflightWords.stopped} />
  ) : (
    <Empty icon={IconLoader2} {...preflightWords.still} />
  );
}
