import { defineConfig } from 'vite';

// The console is embedded in the program: hashed files under /assets, nothing inlined (the page's policy allows 'self' alone).
export default defineConfig({
  base: '/',
  build: { outDir: 'dist', assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false }, cssCodeSplit: false },
  server: { port: 5173, proxy: { '/api': 'http://localhost:8080' } },
});
