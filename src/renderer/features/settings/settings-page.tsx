/** Settings: the office, the colours of this window, and the check of the installation. */
import {
  Button,
  Group,
  NativeSelect,
  Stack,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Settings } from '../../../shared/contract/office.ts';
import { officeWords } from '../../messages/office.ts';
import { shellWords } from '../../messages/shell.ts';
import { useFetched, useProgram, useStatus } from '../../program/use-program.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { isZone } from '../../ui/format.ts';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { State } from '../../ui/states.tsx';
import classes from './settings.module.css';

export function SettingsPage() {
  const status = useStatus((now) => now);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className="ed-page">
      <ScrollPage label={officeWords.settings}>
        <h1 className={classes.title}>{officeWords.settings}</h1>
        <div className={classes.stack}>
          {status && (
            <OfficeForm key={JSON.stringify(status.settings)} settings={status.settings} />
          )}
          <section className={`ed-card ${classes.card}`}>
            <NativeSelect
              label={officeWords.colours}
              value={colorScheme}
              onChange={({ currentTarget: { value } }) => {
                if (value === 'light' || value === 'dark' || value === 'auto')
                  setColorScheme(value);
              }}
              data={(['auto', 'light', 'dark'] as const).map((value) => ({
                value,
                label: shellWords.scheme[value],
              }))}
              w={240}
            />
          </section>
          <Doctor />
          {status && (
            <section className={`ed-card ${classes.card}`}>
              <Facts
                of={[
                  [
                    officeWords.store,
                    <span key="store" className="ed-mono">
                      {status.store}
                    </span>,
                  ],
                  [officeWords.version, status.version],
                ]}
              />
            </section>
          )}
        </div>
      </ScrollPage>
    </div>
  );
}

function OfficeForm({ settings }: { readonly settings: Settings }) {
  const { client, freshness } = useProgram();
  const [name, setName] = useState(settings.officeName);
  const [zone, setZone] = useState(settings.zone);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const zoneKnown = isZone(zone.trim());
  const changed = name.trim() !== settings.officeName || zone.trim() !== settings.zone;
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      await client.office.saveSettings({ officeName: name.trim(), zone: zone.trim() });
      freshness.touch('office');
      notifications.show({ message: officeWords.saved });
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={`ed-card ${classes.card}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={officeWords.officeName}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            required
          />
          <TextInput
            label={officeWords.zone}
            description={officeWords.zoneText}
            value={zone}
            onChange={(event) => setZone(event.currentTarget.value)}
            error={zoneKnown ? false : officeWords.zoneWrong}
            required
          />
          {error !== null && <ErrorPanel error={error} />}
          <Group>
            <Button
              type="submit"
              loading={busy}
              disabled={!changed || !zoneKnown || name.trim() === ''}
            >
              {officeWords.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

function Doctor() {
  const { value, error, reload } = useFetched('doctor', [], ({ client }, signal) =>
    client.office.doctor({}, { signal }),
  );
  return (
    <section className={`ed-card ${classes.card}`}>
      <Group justify="space-between" mb={8}>
        <h2>{officeWords.doctor}</h2>
        <Button variant="default" onClick={reload}>
          {officeWords.doctorRun}
        </Button>
      </Group>
      {error !== undefined && <ErrorPanel error={error} onRetry={reload} />}
      <ul className={classes.checks}>
        {value?.checks.map(({ name, ok, found, remedy }) => (
          <li key={name}>
            <State
              icon={ok ? IconCheck : IconAlertTriangle}
              tone={ok ? 'good' : 'warn'}
              word={ok ? officeWords.ok : officeWords.notOk}
            />
            <div>
              <strong>{name}</strong> <span className="ed-dim">{found}</span>
              {remedy && <div>{remedy}</div>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
