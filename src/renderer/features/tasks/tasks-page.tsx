/** All tasks, by state. */
import { Button } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { type Task, type TaskTab, taskTabs } from '../../../shared/contract/tasks.ts';
import { taskWords } from '../../messages/tasks.ts';
import { useFetched } from '../../program/use-program.ts';
import { Empty } from '../../ui/empty.tsx';
import { go, useSearchValue } from '../../ui/hash-location.ts';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { RowSource } from '../../ui/table/use-rows.ts';
import { CountTabs } from '../../ui/tabs.tsx';
import { Ago, Moment } from '../../ui/time.tsx';
import { LiveActions, LiveNote, LiveProgress, LiveState } from './live-task.tsx';

const columns: readonly Column<Task>[] = [
  {
    id: 'title',
    header: taskWords.columns.title,
    width: 200,
    grow: 3,
    fixed: true,
    cell: (task) => task.title,
  },
  {
    id: 'state',
    header: taskWords.columns.state,
    width: 116,
    cell: (task) => <LiveState task={task} />,
  },
  {
    id: 'progress',
    header: taskWords.columns.progress,
    width: 250,
    grow: 2,
    cell: (task) => <LiveProgress task={task} />,
  },
  {
    id: 'result',
    header: taskWords.columns.result,
    width: 190,
    grow: 3,
    cell: (task) => (
      <span className="ed-dim">
        <LiveNote task={task} />
      </span>
    ),
  },
  {
    id: 'attempt',
    header: taskWords.columns.attempt,
    width: 84,
    optional: true,
    cell: (task) => taskWords.attempt(task.attempt, task.maxAttempts),
  },
  {
    id: 'lane',
    header: taskWords.columns.lane,
    width: 96,
    optional: true,
    cell: (task) => taskWords.lanes[task.lane],
  },
  {
    id: 'created',
    header: taskWords.columns.created,
    width: 110,
    cell: (task) => <Ago at={task.createdAt} />,
  },
  {
    id: 'finished',
    header: taskWords.columns.finished,
    width: 164,
    optional: true,
    cell: (task) => <Moment at={task.finishedAt} />,
  },
  {
    id: 'actions',
    header: taskWords.columns.actions,
    quiet: true,
    width: 96,
    align: 'end',
    fixed: true,
    cell: (task) => <LiveActions task={task} />,
  },
];

export function TasksPage() {
  const [asked, setTab] = useSearchValue('tab');
  const tab: TaskTab = taskTabs.find((name) => name === asked) ?? 'all';
  const counts = useFetched('counts', ['tasks'], ({ client }, signal) =>
    client.tasks.counts({}, { signal }),
  ).value;
  const source = useMemo<RowSource<Task>>(
    () => ({
      key: tab,
      topics: ['tasks'],
      fetch: ({ client }, slice, options) => client.tasks.list({ tab, ...slice }, options),
    }),
    [tab],
  );
  return (
    <div className="ed-page">
      <header className="ed-head">
        <h1>{taskWords.title}</h1>
        <span className="ed-dim">{taskWords.lead}</span>
      </header>
      <CountTabs
        label={taskWords.columns.state}
        current={tab}
        onPick={(name) => setTab(name === 'all' ? '' : name)}
        tabs={taskTabs.map((name) => ({
          name,
          word: taskWords.tabs[name],
          count: counts?.[name],
          alarming: name === 'attention',
        }))}
      />
      <div style={{ flex: 1, minHeight: 0 }}>
        <DataTable
          primary
          list="tasks"
          label={taskWords.title}
          columns={columns}
          source={source}
          rowKey={(task) => task.id}
          rowName={(task) => task.title}
          onOpen={(task) => go(`/tasks/${task.id}`)}
          empty={
            <Empty
              icon={IconStack2}
              {...(tab === 'all' ? taskWords.empty.all : taskWords.empty.other)}
            >
              {tab === 'all' && (
                <Button component={Link} href="/completions/import">
                  {taskWords.toImport}
                </Button>
              )}
            </Empty>
          }
        />
      </div>
    </div>
  );
}
