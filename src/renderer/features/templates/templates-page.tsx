/** The templates of certificates: their versions, which course uses which, and a proof beside the list. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileImport, IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import type { TemplateRecord, TemplateVersionRecord } from '../../../shared/contract/templates.ts';
import { templateWords } from '../../messages/templates.ts';
import { useFetched, useProgram } from '../../program/use-program.ts';
import { useAction } from '../../ui/busy.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { askAssign } from './assign-dialog.tsx';
import { editTemplate } from './edit-dialog.tsx';
import { askImport } from './import-dialog.tsx';
import { ProofView, useProof, useSubject } from './proof-view.tsx';
import { askSheet } from './sheet-dialog.tsx';
import classes from './templates.module.css';

export function TemplatesPage() {
  const program = useProgram();
  const [chosen, setChosen] = useState<{ id: number; version: number } | null>(null);
  const { value, error, reload } = useFetched(
    'templates',
    ['templates', 'certificates'],
    ({ client }, signal) => client.templates.list({}, { signal }),
  );
  const template = value?.find(({ id }) => id === chosen?.id) ?? value?.[0];
  const version =
    template?.versions.find((each) => each.version === chosen?.version) ?? template?.versions[0];
  return (
    <div className="ed-page">
      <header className="ed-head">
        <h1>{templateWords.title}</h1>
        <Button
          variant="default"
          leftSection={<IconFileImport size={14} aria-hidden="true" />}
          onClick={() => askImport(program, (id) => setChosen({ id, version: 0 }))}
        >
          {templateWords.import}
        </Button>
      </header>
      <ScrollPage label={templateWords.listLabel}>
        {error !== undefined && !value && <ErrorPanel error={error} onRetry={reload} />}
        {value?.length === 0 && <Empty icon={IconTemplate} {...templateWords.empty} />}
        {value && template && version && (
          <div className={classes.page}>
            <div className={classes.list}>
              {value.map((each) => (
                <Card
                  key={each.id}
                  template={each}
                  shown={each.id === template.id ? version.version : null}
                  onShow={(number) => setChosen({ id: each.id, version: number })}
                />
              ))}
            </div>
            <Preview template={template} version={version} />
          </div>
        )}
      </ScrollPage>
    </div>
  );
}

function Card({
  template,
  shown,
  onShow,
}: {
  readonly template: TemplateRecord;
  /** The version beside the list, or null where it is another template's. */
  readonly shown: number | null;
  readonly onShow: (version: number) => void;
}) {
  const program = useProgram();
  const format = useFormat();
  const { busy, run } = useAction();
  const { id, name, isDefault, courses, versions } = template;
  const makeDefault = async () => {
    await program.client.templates.setDefault({ id });
    program.freshness.touch('templates');
    notifications.show({ message: templateWords.madeDefault(name) });
  };
  return (
    <section className={`ed-card ${classes.card}`} aria-label={name}>
      <h2 className={classes.name}>
        {name}
        {isDefault && <span className={classes.badge}>{templateWords.isDefault}</span>}
      </h2>
      <div className="ed-dim">
        {isDefault && courses.length === 0
          ? templateWords.isDefaultText
          : templateWords.courses(courses)}
      </div>
      <ul className={classes.versions}>
        {versions.map((each, at) => (
          <li key={each.version}>
            <button
              type="button"
              className={classes.version}
              aria-pressed={each.version === shown}
              onClick={() => onShow(each.version)}
            >
              <strong>{templateWords.version(each.version)}</strong>
              {[
                ...(at === 0 ? [templateWords.newest] : []),
                templateWords.issued(each.issued),
              ].join(' · ')}
              <div className="ed-dim">
                {[
                  format.dateTime(each.createdAt),
                  templateWords.by(each.createdBy),
                  ...(each.note ? [each.note] : []),
                ].join(' · ')}
              </div>
            </button>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Button variant="default" size="compact-sm" onClick={() => askAssign(program, template)}>
          {templateWords.assign}
        </Button>
        {!isDefault && (
          <Button
            variant="default"
            size="compact-sm"
            loading={busy}
            onClick={() => run(makeDefault)}
          >
            {templateWords.makeDefault}
          </Button>
        )}
      </Group>
    </section>
  );
}

function Preview({
  template,
  version,
}: {
  readonly template: TemplateRecord;
  readonly version: TemplateVersionRecord;
}) {
  const program = useProgram();
  const { subject, choice } = useSubject();
  const proof = useProof(template.id, version.version, subject);
  return (
    <section className={`ed-card ${classes.preview}`} aria-label={templateWords.preview}>
      <Group justify="space-between" align="center">
        <h2 className={classes.name}>
          {template.name}, {templateWords.version(version.version)}
        </h2>
        <Group gap="xs">
          <Button
            variant="default"
            onClick={() => editTemplate(program, template, version.version)}
          >
            {templateWords.edit}
          </Button>
          <Button variant="default" onClick={() => askSheet(program, template, version.version)}>
            {templateWords.sheet}
          </Button>
        </Group>
      </Group>
      {choice}
      <ProofView proof={proof} />
    </section>
  );
}
