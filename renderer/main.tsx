import './app/zod-without-eval';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { createApp } from './app/create-app';
import './app/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root.');
const running = createApp();
createRoot(root).render(
  <StrictMode>
    <App running={running} />
  </StrictMode>,
);
