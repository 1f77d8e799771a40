/** Editing a template's JSON: what is wrong and how it would look are shown while it is typed, before anything is saved. */
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { TemplateRecord } from '../../../shared/contract/templates.ts';
import { templateWords } from '../../messages/templates.ts';
import type { Program } from '../../program/program.ts';
import { ProgramContext, useFetched, useProgram } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { ProofView, useProof, useSubject } from './proof-view.tsx';
import classes from './templates.module.css';

const TYPING_MS = 400;

export function editTemplate(program: Program, template: TemplateRecord, version: number): void {
  const id = modals.open({
    title: templateWords.editTitle(template.name, version),
    size: '90%',
    closeOnClickOutside: false,
    children: (
      <ProgramContext value={program}>
        <Editor template={template} version={version} onDone={() => modals.close(id)} />
      </ProgramContext>
    ),
  });
}

interface Editing {
  readonly template: TemplateRecord;
  readonly version: number;
  readonly onDone: () => void;
}

function Editor(editing: Editing) {
  const { template, version } = editing;
  const { value, error, reload } = useFetched(
    `source-${template.id}-${version}`,
    [],
    ({ client }, signal) => client.templates.source({ id: template.id, version }, { signal }),
  );
  if (error !== undefined && !value) return <ErrorPanel error={error} onRetry={reload} />;
  if (!value) return <p className="ed-dim">{templateWords.loading}</p>;
  return <EditForm {...editing} source={value} />;
}

function EditForm({
  template: { id },
  version,
  source,
  onDone,
}: Editing & { readonly source: { readonly json: string; readonly files: readonly string[] } }) {
  const { client, freshness } = useProgram();
  const [json, setJson] = useState(source.json);
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [settled] = useDebouncedValue(json, TYPING_MS);
  const { subject, choice } = useSubject();
  const proof = useProof(id, version, subject, settled);
  const changed = json !== source.json;
  const checked = settled === json && proof.value !== undefined;
  const usable = checked && proof.value?.outcome !== 'unusable';
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      const saved = await client.templates.save({
        id,
        version,
        json,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
      freshness.touch('templates');
      notifications.show({ message: templateWords.saved(saved.version, saved.isNew) });
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && usable) void save();
      }}
    >
      <div className={classes.editor}>
        <Stack gap="sm">
          <Textarea
            label={templateWords.json}
            description={templateWords.files(source.files)}
            value={json}
            onChange={(event) => setJson(event.currentTarget.value)}
            error={checked && proof.value?.outcome === 'unusable' ? proof.value.reason : null}
            rows={24}
            spellCheck={false}
            data-autofocus
          />
          <TextInput
            label={templateWords.note}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {error !== null && <ErrorPanel error={error} />}
          <Group justify="space-between">
            <Text size="sm" role="status">
              {stateOf(changed, checked, usable)}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={onDone}>
                {templateWords.cancel}
              </Button>
              <Button type="submit" loading={busy} disabled={!changed || !usable}>
                {templateWords.saveVersion}
              </Button>
            </Group>
          </Group>
        </Stack>
        <Stack gap="sm">
          {choice}
          <ProofView proof={proof} />
        </Stack>
      </div>
    </form>
  );
}

function stateOf(changed: boolean, checked: boolean, usable: boolean): string {
  if (!changed) return templateWords.unchanged;
  if (!checked) return templateWords.checking;
  return usable ? templateWords.good : templateWords.unusable;
}
