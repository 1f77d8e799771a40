/** The menu that chooses the columns of a list. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { tableWords } from '../../messages/table.ts';

export interface ColumnChoice {
  readonly id: string;
  readonly header: string;
  readonly shown: boolean;
  readonly toggle: () => void;
}

export function ColumnMenu({
  choices,
  onReset,
}: {
  readonly choices: readonly ColumnChoice[];
  readonly onReset: () => void;
}) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={tableWords.columns}>
          <ActionIcon size="sm" aria-label={tableWords.columns}>
            <IconColumns3 size={15} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ id, header, shown, toggle }) => (
          <Menu.CheckboxItem key={id} checked={shown} onChange={toggle}>
            {header}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onReset}>{tableWords.reset}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
