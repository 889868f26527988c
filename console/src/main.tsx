import '@cloudscape-design/global-styles/index.css';
import './theme.css';
import './console.css';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en-GB';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './lib/api';
import { loadConfig } from './lib/config';
import { router } from './router';
import { CannotStart } from './shell/cannot-start';

const page = createRoot(document.getElementById('app') as HTMLElement);

try {
  await loadConfig();
  page.render(
    <StrictMode>
      <I18nProvider locale="en-GB" messages={[messages]}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
} catch {
  page.render(<CannotStart />);
}
