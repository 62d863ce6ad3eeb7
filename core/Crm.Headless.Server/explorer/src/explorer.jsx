import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './explorer.css';
import { fetcher } from './fetcher.js';
import { firstQuery } from './first-query.js';

createRoot(document.getElementById('explorer')).render(
  <GraphiQL fetcher={fetcher} defaultQuery={firstQuery} defaultEditorToolsVisibility="variables" shouldPersistHeaders={false} />,
);
