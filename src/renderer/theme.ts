/** The theme: system fonts, small steps of size, one quiet blue; the colours themselves are in theme.css. */
import {
  ActionIcon,
  Badge,
  Button,
  type CSSVariablesResolver,
  colorsTuple,
  createTheme,
  Modal,
  NativeSelect,
  Paper,
  Table,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { shellWords } from './messages/shell.ts';

export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  colors: {
    harbour: [
      '#eef5fa',
      '#dbe9f3',
      '#b9d5e8',
      '#93bfdc',
      '#7cb7e0',
      '#4f93bf',
      '#2f79a9',
      '#1f6391',
      '#185279',
      '#113f5e',
    ],
    dark: [
      '#e4e9ef',
      '#c3ccd6',
      '#9dabb9',
      '#76838f',
      '#414c59',
      '#2a323c',
      '#222932',
      '#191e25',
      '#12161b',
      '#0d1014',
    ],
    signal: colorsTuple('#b3261e'),
  },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", Consolas, "Noto Sans Mono", "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '15px', lineHeight: '22px' },
      h3: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none' } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    Table: Table.extend({
      defaultProps: { horizontalSpacing: 'md', borderColor: 'var(--ed-line)' },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 350,
        withArrow: false,
        multiline: true,
        maw: 360,
        events: { hover: true, focus: true, touch: false },
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        styles: { title: { fontWeight: 600 } },
        transitionProps: { duration: 90 },
        closeButtonProps: { 'aria-label': shellWords.closeDialog },
      },
    }),
  },
});

export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--ed-surface)',
    '--mantine-color-text': 'var(--ed-text)',
    '--mantine-color-dimmed': 'var(--ed-dim)',
    '--mantine-color-placeholder': 'var(--ed-dim)',
    '--mantine-color-default': 'var(--ed-surface)',
    '--mantine-color-default-hover': 'var(--ed-sunken)',
    '--mantine-color-default-color': 'var(--ed-text)',
    '--mantine-color-default-border': 'var(--ed-line-strong)',
    '--mantine-color-anchor': 'var(--ed-accent)',
    '--mantine-color-error': 'var(--ed-bad)',
  };
  return { variables: {}, light: shared, dark: shared };
};
