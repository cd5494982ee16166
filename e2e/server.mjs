// A server of a test's own: the built site in memory, which can be altered, taken away and put back.

import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname } from 'node:path'
import { allowed } from './harness.mjs'

const dist = new URL('../dist/', import.meta.url)
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8', '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml', '.png': 'image/png',
}

/** The built site: name → bytes. */
export async function built() {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true })
  const names = entries.filter(entry => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(dist.pathname.length).replace(/^\//, ''))
  return new Map(await Promise.all(names.map(async name => [name, await readFile(new URL(name, dist))])))
}

export const sha256 = bytes => `sha256-${createHash('sha256').update(bytes).digest('base64')}`

/** The list in a service worker. */
export const list = worker => JSON.parse(String(worker).match(/^const FILES = (.*);$/m)[1])

export const version = worker => String(worker).match(/^const VERSION = "(.*)";$/m)[1]

/**
 * The same site one version later, as the next build would leave it: another style sheet under another name, a script
 * with the same name that is another one, a page that says `second`.
 */
export function later(site) {
  const worker = String(site.get('sw.js'))
  const [old, next] = [version(worker), '5025025025025025']
  const sheet = [...site.keys()].find(name => /^verdict-.*css$/.test(name))
  const replaced = text => text.replaceAll(old, next).replaceAll(sheet, 'verdict-5020000000000502.css')
  const files = new Map()
  for (const [name, bytes] of site) {
    files.set(replaced(name), /\.(js|html)$/.test(name) && !name.includes('/') ? Buffer.from(replaced(String(bytes))) : bytes)
  }
  const append = (name, text) => files.set(name, Buffer.concat([files.get(name), Buffer.from(text)]))
  append(replaced(sheet), ':root{--version:second}')
  append('worker.js', '\n// second\n')
  append('index.html', '<!-- second -->')
  const hashes = Object.keys(list(files.get('sw.js'))).map(name => [name, sha256(files.get(name || 'index.html'))])
  const made = String(files.get('sw.js')).replace(/^const FILES = .*;$/m, () => `const FILES = ${JSON.stringify(Object.fromEntries(hashes))};`)
  files.set('sw.js', Buffer.from(made))
  return files
}

/** Serves `files` below `prefix`. `url` stays the same however often it stops and starts. */
export async function serve(files, prefix = '/a/sub/folder/') {
  const asked = []
  let server
  let port = 0
  const site = {
    files,
    /** The names that were asked for, and by what method. */
    asked,
    async start() {
      server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
        const name = path.startsWith(prefix) ? path.slice(prefix.length) : undefined
        asked.push(request.method === 'GET' ? name ?? path : `${request.method} ${name ?? path}`)
        const file = site.files.get(name === '' ? 'index.html' : name)
        if (!file || request.method !== 'GET') return response.writeHead(file ? 405 : 404).end()
        response.writeHead(200, { 'content-type': types[extname(name || 'index.html')] ?? 'application/octet-stream' }).end(file)
      })
      await new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
      port = server.address().port
      // It is nobody's reason to stay.
      server.unref()
    },
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  await site.start()
  site.url = `http://127.0.0.1:${port}${prefix}`
  allowed.push(site.url)
  return site
}
