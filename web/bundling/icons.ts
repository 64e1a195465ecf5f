// Turns `import x from 'lucide-static/icons/search.svg?icon'` into the inner markup of that
// drawing as a plain string, so that an icon costs its path and nothing else.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const suffix = '?icon';

export function icons(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: 'cairn-icons',
    enforce: 'pre',
    resolveId(source) {
      if (!source.endsWith(suffix)) return null;
      return '\0icon:' + require.resolve(source.slice(0, -suffix.length));
    },
    load(id) {
      if (!id.startsWith('\0icon:')) return null;
      const svg = readFileSync(id.slice('\0icon:'.length), 'utf8');
      const inner = svg
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/^[\s\S]*?<svg[^>]*>/, '')
        .replace(/<\/svg>\s*$/, '')
        .replace(/\s*\n\s*/g, '')
        .replace(/ \/>/g, '/>');
      return `export default ${JSON.stringify(inner)};`;
    },
  };
}
