// Lint rules; the last blocks hold the architecture: core knows no framework, and features
// never import features.
import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'public/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-useless-mustaches': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'the content policy forbids it: use style:name={…} or a class',
        },
      ],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
    },
  },
  { files: ['**/*.svelte', '**/*.test.ts', '**/*.svelte.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['src/core/**'],
    rules: forbid(
      { group: ['svelte', 'svelte/*'], message: 'core knows no framework' },
      {
        group: ['**/ui/*', '**/features/*', '**/pages/*', '**/state/*'],
        message: 'core imports only core and api',
      },
    ),
  },
  {
    files: ['src/ui/**'],
    rules: forbid({ group: ['**/features/**', '**/pages/**'], message: 'ui stands below features' }),
  },
  {
    files: ['src/features/**'],
    rules: forbid(
      { group: ['**/pages/**'], message: 'features stand below pages' },
      {
        regex: '^\\.\\./(?!\\.\\./(ui|core|api|i18n|state|styles)(/|$))',
        message: 'a feature never imports another feature',
      },
    ),
  },
);
