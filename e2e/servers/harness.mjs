// What the tests of real servers stand on: a backend that can die, and programs that are started in a folder of
// their own, waited for, and ended.
//
// `cargo xtask test servers` installs the programs and says where they are; `servers:nginx` runs only what has
// that word in its name.

import http from 'node:http'
import net from 'node:net'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import assert from 'node:assert/strict'

export const given = name => process.env[name] ?? assert.fail(`${name} is not set: run \`cargo xtask test servers\``)

/** Everything waits at most this long: generous, since a busy machine must not fail a test. */
export const PATIENCE = 30_000

/** Asks until the answer is yes. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) assert.fail(`waited ${PATIENCE / 1000} s in vain until ${what}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}

/** A port that nobody listens at; it stays so unless we take it. */
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

const open = port => new Promise(resolve => {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('connect', () => { socket.destroy(); resolve(true) })
  socket.on('error', () => resolve(false))
})

/** The program behind the proxy. It keeps its port while it is dead, and remembers what it was asked. */
export class Backend {
  asked = []
  async start(port) {
    this.port ??= port ?? await freePort()
    this.server = http.createServer((request, response) => {
      // A browser asks for an icon of every page that names none: no concern of the tests.
      if (request.url !== '/favicon.ico') this.asked.push(`${request.method} ${request.url}`)
      const made = /^\/made\/(\d+)/.exec(request.url)
      request.resume()
      if (made) {
        response.writeHead(Number(made[1]), { 'content-type': 'text/plain' })
        return response.end("the backend's own words")
      }
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'max-age=0', 'x-app': 'yes' })
      response.end(`<!doctype html><html lang="en"><title>The shop</title><h1>All is well</h1>
        <form method="post" action="/order"><button>Order</button></form>`)
    }).listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
    return this
  }
  async die() {
    if (!this.server) return
    this.server.closeAllConnections()
    await new Promise(resolve => this.server.close(resolve))
    this.server = undefined
  }
}

/** A folder that is gone after the test. Other users may read it: servers give up their rights. */
export async function folder() {
  const dir = await mkdtemp(path.join(tmpdir(), 'why502-servers-'))
  await chmod(dir, 0o755)
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** What the command makes, with the places where it would be installed moved into `dir`. */
export async function generate(dir, server, options = [], places = {}) {
  const made = spawnSync(given('WHY502_COMMAND'), ['page', '--server', server, '--out', dir, ...options], { encoding: 'utf8' })
  assert.equal(made.status, 0, made.stderr)
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name)
    if (!entry.isFile() || /\.(html|json)$/.test(file)) continue
    let text = await readFile(file, 'utf8')
    for (const [from, to] of Object.entries(places)) text = text.replaceAll(from, to)
    await writeFile(file, text)
  }
  return made.stdout
}

/** Runs a program to its end, for a server's own check of its configuration. */
export function check(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: PATIENCE, maxBuffer: 2 ** 28, ...options })
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${error ?? ''}${stdout}${stderr}`)
  return stdout + stderr
}

/** A server that runs until it is stopped. Says what it wrote if it does not come up. */
export async function run(program, args, { port, ...options }) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let said = ''
  child.stdout.on('data', data => { said += data })
  child.stderr.on('data', data => { said += data })
  const gone = once(child, 'exit').then(() => true, () => true)
  let over = false
  gone.then(() => { over = true })
  await until(`${path.basename(program)} listens`, async () => {
    assert.ok(!over, `${program} ended:\n${said}`)
    return open(port)
  })
  return {
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await gone
      clearTimeout(late)
    },
  }
}

/** One request as it is: no redirects, no decoding. */
export function ask(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers: { accept: 'text/html,*/*;q=0.8', ...headers }, agent: false }, async response => {
      const parts = []
      for await (const part of response) parts.push(part)
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() })
    })
    request.on('error', reject)
    request.end(body)
  })
}
