import { defineConfig } from 'vite';

// Two consoles of one frame: `vite build --mode sites` for muster, `--mode numbers` for muster-numbers; each holds its own
// views and words alone. They are embedded in the programs: hashed files under /assets, nothing inlined (the page's policy
// allows 'self' alone).
export default defineConfig(({ mode }) => {
  const numbers = mode === 'numbers';
  return {
    base: '/',
    publicDir: numbers ? 'public-numbers' : 'public',
    build: {
      outDir: numbers ? 'dist/numbers' : 'dist/sites',
      emptyOutDir: true,
      rollupOptions: { input: numbers ? 'numbers.html' : 'index.html' },
      assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false }, cssCodeSplit: false,
    },
    server: { port: numbers ? 5174 : 5173, proxy: { '/api': numbers ? 'http://localhost:8081' : 'http://localhost:8080' } },
  };
});
