import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef1fd',
  '#dde2fa',
  '#b9c3f4',
  '#94a2ee',
  '#7585e8',
  '#6071e2',
  '#4a5cd6',
  '#3f4fbd',
  '#3746a6',
  '#2d3a8d',
];

const gray: MantineColorsTuple = [
  '#f7f7f9',
  '#f1f1f4',
  '#e4e5ea',
  '#d5d7de',
  '#b9bcc7',
  '#8f93a1',
  '#6a6e7c',
  '#4b4f5b',
  '#33363f',
  '#1e2026',
];

const dark: MantineColorsTuple = [
  '#e4e5ea',
  '#b9bcc7',
  '#9599a6',
  '#6c707d',
  '#3a3d47',
  '#2c2e36',
  '#212329',
  '#18191d',
  '#131417',
  '#0e0f12',
];

/** Mantine in this program's colours and density. The colours of our own styles are in `global.css`. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: 6,
  colors: { ink, gray, dark },
  // What Linux has stands first: there every name without a font costs some 10 ms of the first frame.
  fontFamily: '"Noto Sans", "Noto Sans CJK SC", system-ui, "PingFang SC", "Microsoft YaHei", sans-serif',
  fontFamilyMonospace: '"Noto Sans Mono", "Noto Sans Mono CJK SC", ui-monospace, "SF Mono", Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    InputWrapper: {
      styles: { label: { fontSize: 13, fontWeight: 500 }, description: { fontSize: 12 }, error: { fontSize: 12 } },
    },
    Button: { defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 500 } } },
    ActionIcon: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 12 } },
    Modal: { defaultProps: { centered: true, radius: 10, overlayProps: { backgroundOpacity: 0.35 } } },
    Menu: { defaultProps: { shadow: 'md', radius: 8 } },
  },
});
