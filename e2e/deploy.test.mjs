// docs/deploy.md as it is written there: real servers read its examples, hand out the built site with these headers,
// and a browser does the whole job with them.

import assert from 'node:assert/strict'
import { chmod, cp, readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { allowed, hook, open, paste, refused, story } from './harness.mjs'
import { check, folder, freePort, given, run } from './servers/harness.mjs'
import { built, serve } from './server.mjs'

const text = await readFile(new URL('../docs/deploy.md', import.meta.url), 'utf8')
const dist = await built()

/** The example below this heading. */
function example(heading) {
  const found = new RegExp(`^## ${heading}\\n[^]*?^\`\`\`\\w+\\n([^]*?)^\`\`\`$`, 'm').exec(text)
  assert.ok(found, `docs/deploy.md has no example below "${heading}"`)
  return found[1]
}

/** A server with nothing else in its configuration. `dir/site` has the files, where the example says /srv/why502. */
const servers = {
  async nginx(dir, port) {
    const [http, server] = example('nginx').replaceAll('/srv/why502/', `${dir}/site/`).split(/^# In server .*$/m)
    const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${dir}/${name};`)
    await writeFile(`${dir}/nginx.conf`, `daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/log; events {}
      http { access_log off; ${temps.join(' ')} ${http} server { listen 127.0.0.1:${port}; ${server} } }`)
    check(given('WHY502_NGINX'), ['-t', '-c', `${dir}/nginx.conf`])
    return [given('WHY502_NGINX'), ['-c', `${dir}/nginx.conf`]]
  },

  async Apache(dir, port) {
    await writeFile(`${dir}/site/.htaccess`, example('Apache'))
    const modules = 'mpm_event authz_core alias dir mime headers filter deflate'.split(' ')
    // The types that Debian's own list has for these endings.
    await writeFile(`${dir}/types`, 'text/html html\ntext/javascript js\ntext/css css\ntext/plain txt\nimage/svg+xml svg\nimage/png png\n')
    await writeFile(`${dir}/httpd.conf`, `${modules.map(name => `LoadModule ${name}_module ${given('WHY502_APACHE_MODULES')}/mod_${name}.so`).join('\n')}
      ServerName localhost
      ServerRoot ${dir}
      PidFile ${dir}/pid
      DefaultRuntimeDir ${dir}
      Mutex file:${dir}
      Listen 127.0.0.1:${port}
      ErrorLog ${dir}/log
      DocumentRoot ${dir}
      TypesConfig ${dir}/types
      DirectoryIndex index.html
      ${process.getuid() === 0 ? 'User www-data\nGroup www-data' : ''}
      Alias /why502/ ${dir}/site/
      <Directory ${dir}/site>
        AllowOverride FileInfo
      </Directory>`)
    check(given('WHY502_APACHE'), ['-t', '-f', `${dir}/httpd.conf`])
    return [given('WHY502_APACHE'), ['-DFOREGROUND', '-f', `${dir}/httpd.conf`]]
  },

  async Caddy(dir, port) {
    await writeFile(`${dir}/Caddyfile`, `{
	admin off
	auto_https off
}
http://127.0.0.1:${port} {
${example('Caddy').replaceAll('/srv/why502', `${dir}/site`)}}
`)
    const args = ['--adapter', 'caddyfile', '--config', `${dir}/Caddyfile`]
    const env = { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }
    check(given('WHY502_CADDY'), ['validate', ...args], { env })
    return [given('WHY502_CADDY'), ['run', ...args], env]
  },
}

/** What the tables of docs/deploy.md promise for a file. */
function promised(name) {
  const worker = 'default-src \'none\'; script-src \'self\' \'wasm-unsafe-eval\'; connect-src \'self\'; frame-ancestors \'self\''
  return {
    'cache-control': /-[0-9a-f]{16}(_bg)?\.\w+$/.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': ['worker.js', 'sw.js'].includes(name) ? worker : "frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=()',
  }
}

/** Types without which a browser refuses a file, or reads it as something else. */
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

for (const [name, prepare] of Object.entries(servers)) {
  // The server that is gone, the browser that asks it for a newer version, and the frame that is refused.
  const allow = /ERR_CONNECTION_REFUSED|fetching the script|sw\.js|frame-ancestors|ERR_BLOCKED_BY_RESPONSE/
  story(`${name}, set up as docs/deploy.md says: all headers, the whole job, and without the server`, { allow, minutes: 4, serviceWorkers: 'allow' }, async page => {
    const { dir, remove } = await folder()
    await cp(new URL('../dist', import.meta.url), `${dir}/site`, { recursive: true })
    await chmod(`${dir}/site`, 0o755)
    const port = await freePort()
    const [program, args, env] = await prepare(dir, port)
    const server = await run(program, args, { port, ...env && { env } })
    const url = `http://127.0.0.1:${port}/why502/`
    allowed.push(url)
    try {
      // One page of the guide is like the other.
      const names = [...dist.keys()].filter(name => !name.startsWith('guide/') || /^guide\/(en|zh-Hant)\/index\.html$/.test(name))
      assert.ok(names.length > 25 && names.includes('worker.js') && names.some(name => name.startsWith('guide/')))
      for (const file of ['', ...names]) {
        const answer = await fetch(url + file)
        const given = Object.fromEntries(Object.keys(promised('')).map(header => [header, answer.headers.get(header)]))
        assert.deepEqual([file, answer.status, given], [file, 200, promised(file)])
        const type = types[extname(file || 'index.html')]
        if (type) assert.equal(answer.headers.get('content-type').toLowerCase(), type, file)
        assert.ok(Buffer.from(await answer.arrayBuffer()).equals(dist.get(file || 'index.html')), `${file} came as it is`)
      }

      await open(page, '#/', url)
      assert.equal(await paste(page, refused()), 'connection-refused')
      await page.evaluate(() => { location.hash = '#/page' })
      await page.locator('[data-testid=maker] input[name=name]').fill('Corner shop')
      await page.frameLocator('[data-testid=maker-preview]').getByText('Corner shop').first().waitFor()
      await page.goto(`${url}guide/zh-Hant/index.html`)
      await page.locator('h1').filter({ visible: true }).first().waitFor()
      await page.goto(`${url}why502.html`)
      await hook(page, 'paste-box').waitFor()
      assert.equal(await paste(page, refused()), 'connection-refused')

      // Nobody else's page has it in a frame.
      const other = await serve(new Map([['index.html', Buffer.from(`<!doctype html><title>x</title><link rel="icon" href="data:,"><iframe src="${url}"></iframe>`)]]))
      await page.goto(other.url)
      const frame = page.frames().find(frame => frame !== page.mainFrame())
      await frame.waitForLoadState()
      assert.equal(await frame.locator('[data-testid=paste-box]').count(), 0)
      assert.match(frame.url(), /^chrome-error:/)
      await other.stop()

      await open(page, '#/', url)
      await hook(page, 'offline').waitFor()
      await server.stop()
      await page.reload()
      await hook(page, 'paste-box').waitFor()
      assert.equal(await paste(page, refused()), 'connection-refused')
    } finally {
      await server.stop()
      await remove()
    }
  })
}
