/** Which page an address shows; each page is a bundle of its own. */
import { IconMapQuestion } from '@tabler/icons-react';
import { lazy } from 'react';
import { Link, Route, Switch } from 'wouter';
import { shellWords } from '../messages/shell.ts';
import { Empty } from '../ui/empty.tsx';

const TodayPage = lazy(async () => ({
  default: (await import('../features/office/today-page.tsx')).TodayPage,
}));
const TasksPage = lazy(async () => ({
  default: (await import('../features/tasks/tasks-page.tsx')).TasksPage,
}));
const TaskPage = lazy(async () => ({
  default: (await import('../features/tasks/task-page.tsx')).TaskPage,
}));
const CompletionsPage = lazy(async () => ({
  default: (await import('../features/completions/completions-page.tsx')).CompletionsPage,
}));
const ImportPage = lazy(async () => ({
  default: (await import('../features/imports/import-page.tsx')).ImportPage,
}));
const CoursesPage = lazy(async () => ({
  default: (await import('../features/courses/courses-page.tsx')).CoursesPage,
}));
const CertificatesPage = lazy(async () => ({
  default: (await import('../features/certificates/certificates-page.tsx')).CertificatesPage,
}));
const TemplatesPage = lazy(async () => ({
  default: (await import('../features/templates/templates-page.tsx')).TemplatesPage,
}));
const PreflightPage = lazy(async () => ({
  default: (await import('../features/preflight/preflight-page.tsx')).PreflightPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/settings-page.tsx')).SettingsPage,
}));

/** A whole number from an address, or null. */
const number = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;

export function Pages() {
  return (
    <Switch>
      <Route path="/" component={TodayPage} />
      <Route path="/tasks" component={TasksPage} />
      <Route path="/tasks/:id">{({ id }) => <TaskPage id={number(id) ?? 0} />}</Route>
      <Route path="/completions/import/:id?">
        {({ id }) => <ImportPage importId={number(id)} />}
      </Route>
      <Route path="/completions/courses" component={CoursesPage} />
      <Route path="/completions/:id?">{({ id }) => <CompletionsPage openId={number(id)} />}</Route>
      <Route path="/certificates/preflight" component={PreflightPage} />
      <Route path="/certificates/:id?">
        {({ id }) => <CertificatesPage openId={number(id)} />}
      </Route>
      <Route path="/templates" component={TemplatesPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route>
        <Empty icon={IconMapQuestion} title={shellWords.notFound.title} text="">
          <Link href="/" className="ed-link">
            {shellWords.notFound.back}
          </Link>
        </Empty>
      </Route>
    </Switch>
  );
}
