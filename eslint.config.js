import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const pure = (why) => [
  { name: 'node:fs', message: why },
  { name: 'node:fs/promises', message: why },
  {
    name: 'node:crypto',
    allowImportNames: ['hash'],
    message: `${why} Ids and randomness are arguments too; a hash of bytes is pure.`,
  },
]
const CLOCK = 'Clock and randomness are arguments, so that rules can be tested with plain tables.'
const restrict = (patterns, paths = []) => ['error', { paths, patterns }]
const noApps = {
  group: [
    '@assay/app/*',
    '@assay/api/*',
    '@assay/worker/*',
    '@assay/collector-*',
    '**/apps/**',
    '**/collectors/**',
  ],
  message:
    'A package is wired by apps and collectors and never imports them: hand the thing over as an argument.',
}
const noStores = {
  group: ['@assay/store/*', '@assay/queue/*', '@assay/spool/*'],
  message: 'This package is pure: return rows and let the caller write them.',
}

const uiRules = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // svelte-check knows the types; the plain rule does not see globals of Kit's generated types.
  'no-undef': 'off',
  'no-restricted-imports': restrict([
    {
      regex: '^@assay/(?!contract/)',
      message: 'The UI reaches data through the API alone; of our packages it imports only the contract.',
    },
  ]),
}

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/build/', '**/.svelte-kit/', 'data/', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    ignores: ['apps/ui/**'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      globals: globals.node,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Bytes and rows from outside are checked at run time although their types promise more.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['apps/ui/**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: uiRules,
  },
  {
    files: ['apps/ui/**/*.svelte', 'apps/ui/**/*.svelte.ts'],
    extends: [tseslint.configs.strict, svelte.configs.recommended],
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      ...uiRules,
      // `let { … } = $props()` is how Svelte writes props, reassigned or not.
      'prefer-const': 'off',
      // The UI is served at the root: paths need no base.
      'svelte/no-navigation-without-resolve': 'off',
      // Sets and maps that are replaced, never mutated, need no proxy; most of ours are.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: { 'no-console': 'error', 'no-restricted-imports': restrict([noApps]) },
  },
  {
    files: ['packages/contract/**/*.ts'],
    rules: {
      'no-restricted-imports': restrict([
        { group: ['@assay/*'], message: 'The contract is below every package and imports nothing of ours.' },
      ]),
    },
  },
  {
    files: ['packages/{normalise,sample,score,stats}/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': restrict(
        [noApps, noStores],
        pure('This package is pure: it touches no disk.'),
      ),
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: CLOCK },
        { object: 'Math', property: 'random', message: CLOCK },
        { object: 'performance', property: 'now', message: CLOCK },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
      ],
    },
  },
  {
    files: ['collectors/**/*.ts', 'apps/{api,worker}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': restrict([
        {
          group: ['@assay/app/*', '@assay/api/*', '@assay/worker/*', '@assay/collector-*'],
          message: 'Apps and collectors never import each other; apps/assay wires them together.',
        },
      ]),
    },
  },
  {
    files: ['**/*.test.ts', '**/*.e2e.ts', '**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
