import tseslint from 'typescript-eslint';

const skip = { skipBlankLines: true, skipComments: true };

const NO_FOCUS = {
  selector: "MemberExpression[object.name=/^(describe|it|test)$/][property.name='only']",
  message: 'a focused test leaves out all others',
};
const NO_SAVE = {
  selector: 'CallExpression[callee.property.name=/^(save|remove)$/]',
  message: 'use insert/update/delete: save() opens its own transaction',
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      complexity: ['error', 10],
      'max-lines': ['error', { max: 220, ...skip }],
      'max-lines-per-function': ['error', { max: 45, ...skip }],
      'max-params': ['error', 5],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Many methods are async because the interface they implement is.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-console': 'error', 'no-restricted-syntax': ['error', NO_SAVE] },
  },
  {
    files: ['**/migrations/**/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    // Answers of the server are `any` in tests, and matchers take methods as values.
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, ...skip }],
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', NO_FOCUS],
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
