// After the build: writes .br and .gz beside every text file and weighs what a first visit
// loads (entry, what it imports at once, its styles). Over the limit the build fails.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const text = /\.(js|css|html|svg|json|webmanifest|txt)$/;

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

function compress(folder: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const path of walk(folder)) {
    if (!text.test(path)) continue;
    const plain = readFileSync(path);
    const brotli = brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    writeFileSync(path + '.br', brotli);
    writeFileSync(path + '.gz', gzipSync(plain, { level: 9 }));
    weights.set(path.slice(folder.length + 1), brotli.length);
  }
  return weights;
}

export function compressAndWeigh(limits: { firstLoadLimit: number; chunkLimit: number }): Plugin {
  let folder = 'dist';
  const firstLoad = new Set<string>();
  return {
    name: 'cairn-compress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    generateBundle(_, bundle) {
      const take = (name: string) => {
        const chunk = bundle[name];
        if (firstLoad.has(name) || chunk?.type !== 'chunk') return;
        firstLoad.add(name);
        chunk.imports.forEach(take);
        chunk.viteMetadata?.importedCss.forEach((css) => firstLoad.add(css));
      };
      for (const [name, chunk] of Object.entries(bundle))
        if (chunk.type === 'chunk' && chunk.isEntry) take(name);
    },
    closeBundle() {
      if (!existsSync(folder)) return;
      const weights = compress(folder);
      let first = 0;
      for (const [name, weight] of [...weights].sort((a, b) => b[1] - a[1])) {
        const isFirst = firstLoad.has(name);
        if (isFirst) first += weight;
        if (name.startsWith('assets/'))
          console.log(`${String(weight).padStart(8)}  ${isFirst ? '*' : ' '} ${name}`);
        if (weight > limits.chunkLimit)
          throw new Error(`${name} weighs ${weight} bytes compressed, more than ${limits.chunkLimit}`);
      }
      console.log(`${String(first).padStart(8)}  first load, brotli (limit ${limits.firstLoadLimit})`);
      if (first > limits.firstLoadLimit) throw new Error('the first load is over its limit');
    },
  };
}
