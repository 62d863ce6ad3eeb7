// Builds the page into the folder that is named on the command line: one script, one stylesheet, one page.

import { build } from 'esbuild';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

const target = process.argv[2] ?? 'dist';

await build({
  entryPoints: { explorer: 'src/explorer.jsx' },
  outdir: target,
  bundle: true,
  splitting: false,
  format: 'esm',
  target: 'es2022',
  minify: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.woff2': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.svg': 'dataurl' },
  logLevel: 'warning',
});
await copyFile('src/index.html', join(target, 'index.html'));
