// Writes src/theme.css at build time: theming in the page would add half a megabyte and inject styles,
// which a strict content security policy refuses.
import { writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const BRAND = '#0b5c55';
const BRAND_DARK = '#07403b';
const BRAND_DEEP = '#052e2a';
const BRAND_TINT = '#e7f2f0';

const bundle = await rolldown({
  input: '@cloudscape-design/components/theming',
  platform: 'node',
  logLevel: 'silent',
  cwd: import.meta.dirname,
});
const { output } = await bundle.generate({ format: 'esm' });
const source = Buffer.from(output[0].code).toString('base64');
const { generateThemeStylesheet } = await import(`data:text/javascript;base64,${source}`);

const css = generateThemeStylesheet({
  theme: {
    tokens: {
      fontFamilyBase: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
      fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
      colorBackgroundButtonPrimaryDefault: BRAND,
      colorBackgroundButtonPrimaryHover: BRAND_DARK,
      colorBackgroundButtonPrimaryActive: BRAND_DEEP,
      colorTextButtonNormalDefault: BRAND,
      colorTextButtonNormalHover: BRAND_DARK,
      colorTextButtonNormalActive: BRAND_DEEP,
      colorBorderButtonNormalDefault: BRAND,
      colorBorderButtonNormalHover: BRAND_DARK,
      colorBorderButtonNormalActive: BRAND_DEEP,
      colorBackgroundButtonNormalHover: BRAND_TINT,
      colorBackgroundButtonNormalActive: BRAND_TINT,
      colorTextLinkDefault: BRAND,
      colorTextLinkHover: BRAND_DARK,
      colorTextLinkButtonNormalDefault: BRAND,
      colorTextAccent: BRAND,
      colorBorderItemFocused: BRAND,
      colorBackgroundControlChecked: BRAND,
      colorBackgroundSegmentActive: BRAND,
      colorBackgroundItemSelected: BRAND_TINT,
      colorBorderItemSelected: BRAND,
      colorBackgroundToggleCheckedDisabled: BRAND_TINT,
      colorBackgroundProgressBarValueDefault: BRAND,
      colorBorderInputFocused: BRAND,
      colorBorderDropdownItemFocused: BRAND,
      fontSizeTabs: '14px',
      fontWeightTabs: '500',
      borderRadiusButton: '6px',
      borderRadiusContainer: '10px',
      borderRadiusInput: '6px',
      borderRadiusBadge: '6px',
    },
    contexts: {
      'top-navigation': {
        tokens: {
          colorBackgroundContainerContent: BRAND_DARK,
          colorTextInteractiveDefault: '#d6e8e5',
          colorTextInteractiveHover: '#ffffff',
          colorTextInteractiveActive: '#ffffff',
          colorTextAccent: '#ffffff',
          colorBackgroundDropdownItemDefault: BRAND_DARK,
          colorBackgroundDropdownItemHover: BRAND,
        },
      },
    },
  },
});
writeFileSync(new URL('src/theme.css', import.meta.url), css);
