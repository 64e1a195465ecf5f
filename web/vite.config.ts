// Builds the web app: hashed files under dist/assets with .br and .gz beside them, and a
// limit on what the first page may weigh. In development /api goes to a running server.
import { defineConfig } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { icons } from './bundling/icons.ts';
import { compressAndWeigh } from './bundling/compress.ts';

const server = process.env.CAIRN_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [icons(), svelte(), compressAndWeigh({ firstLoadLimit: 110_000, chunkLimit: 160_000 })],
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': { target: server, changeOrigin: true } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
