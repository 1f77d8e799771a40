/** The navigation at the left: the pages, with the number of things that need somebody. */
import { Kbd, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import {
  IconCertificate,
  IconChecklist,
  IconHome,
  IconMoon,
  IconSearch,
  IconSettings,
  IconStack2,
  IconSun,
  IconSunMoon,
  IconTemplate,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { shellWords } from '../messages/shell.ts';
import { useStatus } from '../program/use-program.ts';
import classes from './shell.module.css';

const pages: readonly {
  readonly path: string;
  readonly word: string;
  readonly icon: TablerIcon;
}[] = [
  { path: '/', word: shellWords.pages.today, icon: IconHome },
  { path: '/tasks', word: shellWords.pages.tasks, icon: IconStack2 },
  { path: '/completions', word: shellWords.pages.completions, icon: IconChecklist },
  { path: '/certificates', word: shellWords.pages.certificates, icon: IconCertificate },
  { path: '/templates', word: shellWords.pages.templates, icon: IconTemplate },
];

export function Navigation() {
  const office = useStatus((status) => status?.settings.officeName ?? '');
  return (
    <nav className={classes.nav} aria-label={shellWords.navigation}>
      <div className={classes.brand}>
        <img src="./icon.svg" alt="" />
        <span className={classes.word}>
          {shellWords.product}
          <span className={`${classes.office} ed-clip`} title={office}>
            {office}
          </span>
        </span>
      </div>
      <button type="button" className={classes.search} onClick={() => spotlight.open()}>
        <IconSearch size={15} aria-hidden="true" />
        <span className={classes.word}>{shellWords.palette.hint}</span>
        <Kbd size="xs" aria-hidden="true">
          Ctrl K
        </Kbd>
      </button>
      {pages.map((page) => (
        <Item key={page.path} {...page} />
      ))}
      <span className={classes.grow} />
      <Item path="/settings" word={shellWords.pages.settings} icon={IconSettings} />
      <SchemeMenu />
    </nav>
  );
}

function Item({
  path,
  word,
  icon: Icon,
}: {
  readonly path: string;
  readonly word: string;
  readonly icon: TablerIcon;
}) {
  const [here] = useLocation();
  const current = path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`);
  return (
    <Link href={path} className={classes.item} aria-current={current ? 'page' : undefined}>
      <Icon size={17} stroke={1.7} aria-hidden="true" />
      <span className={classes.word}>{word}</span>
    </Link>
  );
}

const schemes = [
  { name: 'light', icon: IconSun },
  { name: 'dark', icon: IconMoon },
  { name: 'auto', icon: IconSunMoon },
] as const;

const named = (name: string) => schemes.find((each) => each.name === name)?.name ?? 'auto';

function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { icon: Now } = schemes.find(({ name }) => name === colorScheme) ?? schemes[2];
  return (
    <Menu position="right-end">
      <Menu.Target>
        <UnstyledButton className={classes.item}>
          <Now size={17} stroke={1.7} aria-hidden="true" />
          <span className={classes.word}>
            {shellWords.scheme.label}: {shellWords.scheme[colorScheme]}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={colorScheme} onChange={(name) => setColorScheme(named(name))}>
          {schemes.map(({ name }) => (
            <Menu.RadioItem key={name} value={name} closeMenuOnClick>
              {shellWords.scheme[name]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
