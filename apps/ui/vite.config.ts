import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

const api = process.env['ASSAY_API_URL'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      compilerOptions: { runes: true },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          'media-src': ['self', 'data:', 'blob:'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  // The contract is TypeScript source: bundle it, so that the built server needs no loader.
  ssr: { noExternal: ['@assay/contract'] },
  // These know light-dark(), so the tokens stay as they are written.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } },
})
