// Runs test/*.test.ts with node's own test runner; Vite reads the TypeScript, so that tests need no package of their own.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const folder = fileURLToPath(new URL('../test/', import.meta.url));
for (const name of (await readdir(folder)).filter((n) => n.endsWith('.test.ts')).sort()) await runnerImport(folder + name, { configFile: false, logLevel: 'error' });
