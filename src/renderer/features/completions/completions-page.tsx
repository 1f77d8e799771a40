/** The tracking store as a list, with one completion beside it. */
import { Button, NativeSelect } from '@mantine/core';
import { IconChecklist, IconFileImport, IconFilterOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { Completion } from '../../../shared/contract/completions.ts';
import { completionWords } from '../../messages/completions.ts';
import { tableWords } from '../../messages/table.ts';
import { useFetched } from '../../program/use-program.ts';
import { Empty } from '../../ui/empty.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { go, useSearchValue } from '../../ui/hash-location.ts';
import { parseQuery, withQualifier } from '../../ui/query.ts';
import { SelectionBar } from '../../ui/selection-bar.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { RowSource } from '../../ui/table/use-rows.ts';
import { completionColumns } from './columns.tsx';
import { CompletionPanel } from './completion-panel.tsx';
import { HoldButtons } from './hold-buttons.tsx';
import { CompletionsHead } from './sections.tsx';

const sorts = ['newest', 'name', 'course', 'mark'] as const;
const qualifiers = ['course', 'name'];

export function CompletionsPage({ openId }: { readonly openId: number | null }) {
  const [query, setQuery] = useSearchValue('q');
  const [sorted, setSort] = useSearchValue('sort');
  const [selected, setSelected] = useState<ReadonlyMap<number, Completion>>(new Map());
  const sort = sorts.find((name) => name === sorted) ?? 'newest';
  const parsed = useMemo(() => parseQuery(query, qualifiers), [query]);
  const courses = useFetched('courses', ['courses'], ({ client }, signal) =>
    client.courses.list({}, { signal }),
  ).value;
  const source = useMemo<RowSource<Completion>>(() => {
    const text = [parsed.text, parsed.qualifiers.name].filter(Boolean).join(' ');
    const course = parsed.qualifiers.course;
    return {
      key: JSON.stringify([text, course, sort]),
      topics: ['completions'],
      fetch: ({ client }, slice, options) =>
        client.completions.list(
          { sort, ...slice, ...(text ? { text } : {}), ...(course ? { course } : {}) },
          options,
        ),
    };
  }, [parsed, sort]);
  const address = (id: number | null) => {
    const search = location.hash.split('?')[1];
    return `/completions${id === null ? '' : `/${id}`}${search ? `?${search}` : ''}`;
  };
  return (
    <div className="ed-page">
      <CompletionsHead>
        <Button
          component={Link}
          href="/completions/import"
          leftSection={<IconFileImport size={15} aria-hidden="true" />}
        >
          {completionWords.import}
        </Button>
      </CompletionsHead>
      <div className="ed-bar" style={{ paddingTop: 10 }}>
        <FilterBox
          value={query}
          onChange={setQuery}
          placeholder={completionWords.filter}
          problem={
            parsed.unknown[0] === undefined
              ? null
              : tableWords.unknownQualifier(parsed.unknown[0], qualifiers.join(', '))
          }
        />
        <NativeSelect
          aria-label={completionWords.course}
          value={parsed.qualifiers.course ?? ''}
          onChange={(event) =>
            setQuery(withQualifier(query, 'course', event.currentTarget.value || undefined))
          }
          data={[
            { value: '', label: completionWords.allCourses },
            ...(courses ?? []).map(({ code, title }) => ({
              value: code,
              label: `${code} · ${title}`,
            })),
          ]}
          maw={260}
        />
        <SelectionBar count={selected.size} onClear={() => setSelected(new Map())}>
          <HoldButtons
            ids={[...selected.keys()]}
            held={null}
            onDone={() => setSelected(new Map())}
          />
        </SelectionBar>
      </div>
      <div className="ed-split">
        <DataTable
          primary
          list="completions"
          label={completionWords.sections.list}
          columns={completionColumns}
          source={source}
          rowKey={(row) => row.id}
          rowName={(row) => row.candidateName}
          openKey={openId}
          onOpen={(row) => go(address(row.id))}
          sort={{ by: sort, onChange: (by) => setSort(by === 'newest' ? '' : by) }}
          selection={{ rows: selected, onChange: setSelected }}
          empty={
            query === '' ? (
              <Empty icon={IconChecklist} {...completionWords.empty}>
                <Button component={Link} href="/completions/import">
                  {completionWords.import}
                </Button>
                <Button component={Link} href="/completions/import?sample=1" variant="default">
                  {completionWords.empty.sample}
                </Button>
              </Empty>
            ) : (
              <Empty icon={IconFilterOff} {...tableWords.noMatch}>
                <Button variant="default" onClick={() => setQuery('')}>
                  {tableWords.clearFilter}
                </Button>
              </Empty>
            )
          }
        />
        {openId !== null && <CompletionPanel id={openId} onClose={() => go(address(null))} />}
      </div>
    </div>
  );
}
