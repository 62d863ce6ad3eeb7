// Builds the pages into the folder that is named on the command line, each with one script and one stylesheet.

import { build } from 'esbuild';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';

const target = process.argv[2] ?? 'dist';

await build({
  entryPoints: { explorer: 'src/explorer.jsx', plugins: 'src/plugins.js' },
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
for (const page of ['index.html', 'plugins.html']) await copyFile(join('src', page), join(target, page));
