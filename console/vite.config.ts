import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Cloudscape's global stylesheet carries 160 kB of Open Sans as base64; the theme uses the system font. */
const withoutEmbeddedFonts: Plugin = {
  name: 'without-embedded-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('global-styles/index.css') ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : undefined,
};

/** Everything but the pages themselves comes from the address that `make run` serves. */
const running = process.env.QUITTANCE_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/console/',
  plugins: [react(), withoutEmbeddedFonts],
  // Nothing becomes a data: address, so the content security policy needs no exception for images of ours.
  build: { target: 'es2022', assetsInlineLimit: 0 },
  server: { proxy: { '/api': running, '/sign-in-service': running, '/console/config.json': running } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
