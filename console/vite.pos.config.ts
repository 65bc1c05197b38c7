import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

// The point of sale, a page of its own under /pos/ with nothing of the consoles in it. Embedded as they are.
const publicDir = 'public-pos';

// The service worker gets the list of all files, and a name that changes with any of them.
function worker(): Plugin {
  return {
    name: 'pos-worker',
    enforce: 'post',
    // Behind Vite's own, which adds the styles.
    generateBundle: { order: 'post', handler(_, bundle) {
      const built = Object.entries(bundle).sort(([a], [b]) => a.localeCompare(b));
      const fixed = readdirSync(publicDir).sort();
      const hash = createHash('sha256');
      for (const [name, file] of built) hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
      for (const name of fixed) hash.update(name).update(readFileSync(`${publicDir}/${name}`));
      const template = readFileSync('src/pos/worker.js', 'utf8');
      hash.update(template);
      const files = ['/pos/', ...built.map(([n]) => n).filter((n) => !n.endsWith('.html')).map((n) => '/pos/' + n), ...fixed.map((n) => '/pos/' + n)];
      const source = template.replace('__FILES__', JSON.stringify(files)).replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    } },
  };
}

export default defineConfig({
  base: '/pos/',
  publicDir,
  build: { outDir: 'dist/pos', emptyOutDir: true, rollupOptions: { input: 'pos.html' }, assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false }, cssCodeSplit: false },
  plugins: [worker()],
  server: { port: 5175, proxy: { '/api': 'http://localhost:8081' } },
});
