// Bundles each component of src/ into one file of its own, and copies the theme beside them.
import { build } from 'esbuild';
import { cp, readdir } from 'node:fs/promises';

const resources = '../target/classes/META-INF/resources';
const components = (await readdir('src')).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
await build({
  entryPoints: components.map((name) => `src/${name}`),
  bundle: true,
  format: 'esm',
  loader: { '.css': 'text' },
  minify: true,
  target: 'es2022',
  outdir: `${resources}/components`,
});
await cp('theme', resources, { recursive: true });
