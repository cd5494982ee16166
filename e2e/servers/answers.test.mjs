// Real servers with the generated files in front of a backend that dies: what a visitor, a program and a search
// engine get.

import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { Backend, PATIENCE, ask, folder, freePort, given, until } from './harness.mjs'
import { proxies } from './proxies.mjs'

const NAME = '山茶花書店 & Sons'
const OPTIONS = ['--name', NAME, '--report', 'help@example.com', '--retry-after', '5400']

/** The page for visitors of this site. */
function isPage(answer, text = /This page can’t be shown right now/) {
  assert.match(answer.headers['content-type'] ?? '', /^text\/html/)
  assert.match(answer.body, /^<!doctype html>/)
  assert.match(answer.body, text)
  assert.ok(answer.body.includes('山茶花書店 &amp; Sons'), 'the name is in it')
  assert.ok(answer.body.trimEnd().endsWith('</html>'), 'it is whole')
  // No server's own words are left in it, and no hole unfilled.
  assert.doesNotMatch(answer.body, /<!--#|\{\{|%REQ|%\[|bereq\./)
}

function hasHeaders(proxy, answer) {
  if (!proxy.headers) return
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.equal(answer.headers['x-robots-tag'], 'noindex')
  const inside = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(answer.body)[1]
  assert.equal(answer.headers['content-security-policy'], inside.replaceAll('&#39;', "'"))
}

for (const [name, proxy] of Object.entries(proxies)) {
  const story = (what, body) => test(`${name}: ${what}`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    const backend = new Backend()
    await backend.start()
    let server
    try {
      server = await proxy.start(place.dir, backend.port, OPTIONS)
      if (server.ready) await until('the site is routed', async () => (await ask(server.url)).status === 200)
      await body(server, backend, place.dir)
    } finally {
      await server?.stop()
      await backend.die()
      await place.remove()
    }
  })

  story('a dead backend, one that answers with errors, and a healthy one', async (server, backend) => {
    // Healthy: nothing is touched.
    const well = await ask(`${server.url}/`)
    assert.equal(well.status, 200)
    assert.match(well.body, /All is well/)
    assert.equal(well.headers['x-app'], 'yes')
    assert.equal(well.headers['content-security-policy'], undefined)
    assert.equal(well.headers['cache-control'], 'max-age=0')
    const missing = await ask(`${server.url}/made/404`)
    assert.equal(missing.status, 404)
    assert.equal(missing.body, "the backend's own words")

    // What the backend itself answers with these statuses is replaced where the configuration says so, the status kept.
    for (const [status, text] of [[502, /can’t be shown/], [503, /can’t be shown/], [504, /taking too long/]]) {
      const theirs = await ask(`${server.url}/made/${status}`)
      assert.equal(theirs.status, status)
      if (proxy.theirs === false) {
        assert.equal(theirs.body, "the backend's own words")
        continue
      }
      isPage(theirs, text)
      hasHeaders(proxy, theirs)
    }
    if (proxy.json) {
      const theirs = await ask(`${server.url}/made/502`, { headers: { accept: 'application/json' } })
      isProblem(theirs, 502)
    }

    // Dead: the server's own status, the page as its body, at any depth of the site.
    await backend.die()
    for (const path of ['/', '/deep/in/the/shop?q=1&x=%22', '/favicon.png']) {
      const dead = await ask(server.url + path)
      assert.equal(dead.status, proxy.dead, path)
      isPage(dead)
      hasHeaders(proxy, dead)
    }
    const head = await ask(`${server.url}/`, { method: 'HEAD' })
    assert.equal(head.status, proxy.dead)
    assert.equal(head.body, '')

    if (proxy.id) {
      const ids = new Set()
      for (let i = 0; i < 3; i++) {
        const { body } = await ask(`${server.url}/`)
        const shown = [...body.matchAll(/<code data-label="[^"]*">([^<]*)<\/code>/g)].map(m => m[1])
        assert.equal(shown.length, 2)
        assert.equal(shown[0], shown[1])
        assert.match(shown[0], proxy.id)
        ids.add(shown[0])
      }
      assert.equal(ids.size, 3, 'each request has its own')
    }
    const methods = proxy.knowsMethod ? { GET: 'GET', POST: 'POST' } : { GET: '', POST: '' }
    for (const [method, shown] of Object.entries(methods)) {
      const answer = await ask(`${server.url}/order`, { method, body: method === 'POST' ? 'a=1' : undefined })
      assert.equal(answer.status, proxy.dead)
      isPage(answer)
      assert.ok(answer.body.includes(`data-method="${shown}"`), `${method}: ${/data-method="[^"]*"/.exec(answer.body)}`)
    }
    if (proxy.knowsMethod) {
      const put = await ask(`${server.url}/order`, { method: 'PUT', body: 'a=1' })
      assert.doesNotMatch(put.body, /data-method="(GET|HEAD|)"/)
    }
    if (proxy.json && proxy.json !== 'backend') {
      isProblem(await ask(`${server.url}/api`, { headers: { accept: 'application/json' } }), proxy.dead)
      isProblem(await ask(`${server.url}/api`, { headers: { accept: 'application/problem+json, */*;q=0.1' } }), proxy.dead)
      isPage(await ask(`${server.url}/api`, { headers: { accept: 'text/html, application/json;q=0.5' } }))
      isProblem(await ask(`${server.url}/api`, { headers: { accept: 'text/plain, application/json' } }), proxy.dead)
      isPage(await ask(`${server.url}/api`, { headers: { accept: '*/*' } }))
    }
    if (proxy.hidden) {
      const direct = await ask(server.url + proxy.hidden)
      assert.ok(direct.status >= 400, `the page has an address of its own, with ${direct.status}`)
    }

    // Back: the very next request is answered by the backend.
    await backend.start()
    await until('the site is back', async () => (await ask(`${server.url}/`)).status === 200)
  })

  function isProblem(answer, status) {
    assert.equal(answer.status, status)
    assert.match(answer.headers['content-type'], /^application\/problem\+json/)
    const problem = JSON.parse(answer.body)
    assert.equal(problem.status, status)
    assert.equal(problem.type, 'about:blank')
    assert.equal(problem.retryable, true)
    assert.equal(problem.retry_after, 30)
    if (proxy.id) assert.match(problem.request_id, proxy.id)
  }
}

for (const name of ['nginx', 'apache', 'haproxy', 'caddy', 'varnish', 'envoy']) {
  test(`${name}: planned work is a 503 with Retry-After, and ends`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    const backend = await new Backend().start()
    const server = await proxies[name].start(place.dir, backend.port, OPTIONS, true)
    try {
      // Some switch it on while they run; for the others it is a configuration of its own.
      if (server.planned) {
        assert.equal((await ask(`${server.url}/`)).status, 200)
        await server.planned(true)
      }
      const work = await ask(`${server.url}/cart`)
      assert.equal(work.status, 503)
      assert.equal(work.headers['retry-after'], '5400')
      isPage(work, /Down for planned maintenance/)
      assert.equal(work.headers['cache-control'], 'no-store')
      if (server.planned) {
        await server.planned(false)
        assert.equal((await ask(`${server.url}/`)).status, 200)
      }
    } finally {
      await server.stop()
      await backend.die()
      await place.remove()
    }
  })
}

for (const name of ['nginx', 'apache', 'haproxy', 'caddy']) {
  test(`${name}: statuses that were not chosen stay as they are, planned work all the same`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    const backend = await new Backend().start()
    const server = await proxies[name].start(place.dir, backend.port, [...OPTIONS, '--status', '502'])
    try {
      for (const status of [503, 504]) assert.equal((await ask(`${server.url}/made/${status}`)).body, "the backend's own words")
      isPage(await ask(`${server.url}/made/502`))
      await server.planned(true)
      const work = await ask(`${server.url}/`)
      assert.equal(work.status, 503)
      isPage(work, /Down for planned maintenance/)
    } finally {
      await server.stop()
      await backend.die()
      await place.remove()
    }
  })
}

// The tool must open while everything else is down.
for (const name of ['nginx', 'apache', 'caddy', 'lighttpd']) {
  test(`${name}: the admin's tool opens while the backend is dead`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    await mkdir(`${place.dir}/tool`)
    await writeFile(`${place.dir}/tool/index.html`, 'the tool')
    const server = await proxies[name].start(place.dir, await freePort(), [...OPTIONS, '--tool', '/why502/'])
    try {
      const file = name === 'lighttpd' ? '/why502/index.html' : '/why502/'
      assert.deepEqual((({ status, body }) => ({ status, body }))(await ask(server.url + file)), { status: 200, body: 'the tool' })
      assert.equal((await ask(`${server.url}/why502-else`)).status, proxies[name].dead)
      if (server.planned) {
        await server.planned(true)
        assert.equal((await ask(server.url + file)).body, 'the tool')
        assert.equal((await ask(`${server.url}/`)).status, 503)
      }
    } finally {
      await server.stop()
      await place.remove()
    }
  })
}

test('haproxy: the largest page that is not refused is shown whole', { timeout: 4 * PATIENCE }, async () => {
  const accepted = length => {
    const made = spawnSync(given('WHY502_COMMAND'), ['page', '--server', 'haproxy', '--name', 'n'.repeat(length), '--out', '/dev/null/nowhere'])
    // Where it cannot write, it has already measured.
    return !made.stderr.toString().includes('15,360')
  }
  let [good, bad] = [1, 4000]
  assert.ok(accepted(good) && !accepted(bad))
  while (bad - good > 1) {
    const half = Math.floor((good + bad) / 2)
    if (accepted(half)) good = half
    else bad = half
  }
  const place = await folder()
  const backend = await new Backend().start()
  const server = await proxies.haproxy.start(place.dir, backend.port, ['--name', 'n'.repeat(good)])
  try {
    for (const made of ['/made/502', '/made/504', '/']) {
      if (made === '/') await backend.die()
      const answer = await ask(server.url + made)
      assert.equal(answer.status, made === '/' ? 503 : Number(made.slice(-3)))
      assert.ok(answer.body.trimEnd().endsWith('</html>'))
      assert.ok(Buffer.byteLength(answer.body) > 14_700, `${Buffer.byteLength(answer.body)} bytes`)
    }
  } finally {
    await server.stop()
    await backend.die()
    await place.remove()
  }
})

// Names made to get out of whatever they are put into. The server must take the configuration (it is checked by
// the server itself before it starts) and show the name as text.
const HOSTILE = [
  '"}; </script></style><script>alert(1)</script> <!--#exec cmd="id" --> ${HOME} $request_id',
  `'; rm -rf / # %[uuid()] %REQ(COOKIE)% %% %s {{.Env}} {{placeholder "env.HOME"}} \\" \\`,
  'line one\r\nX-Injected: yes\r\n\r\nline two 😀 ::RAY_ID:: "} + req.http.cookie + {"',
]
for (const [name, proxy] of Object.entries(proxies)) {
  test(`${name}: hostile names are shown as text`, { timeout: 4 * PATIENCE }, async () => {
    for (const hostile of HOSTILE) {
      const place = await folder()
      const dead = await freePort()
      const server = await proxy.start(place.dir, dead, ['--name', hostile, '--retry-after', '60'], false)
      try {
        if (server.ready) await until('the site is routed', async () => (await ask(server.url)).status !== 404)
        const answer = await ask(`${server.url}/`)
        assert.equal(answer.status, proxy.dead)
        assert.equal(answer.headers['x-injected'], undefined)
        const bdi = /<bdi>(.*?)<\/bdi>/.exec(answer.body)[1]
        const text = bdi.replace(/&(amp|lt|gt|quot|#\d+);/g, (_, e) =>
          ({ amp: '&', lt: '<', gt: '>', quot: '"' })[e] ?? String.fromCharCode(Number(e.slice(1))))
        assert.equal(text, hostile.replace(/\s+/g, ' ').trim())
        assert.equal(answer.body.match(/<script>/g).length, 1)
      } finally {
        await server.stop()
        await place.remove()
      }
    }
  })
}

const LONG = '"}%{{😀山'.repeat(8_000).slice(0, 45_000)
for (const [name, proxy] of Object.entries(proxies)) {
  test(`${name}: a name of ${Buffer.byteLength(LONG)} bytes is shown whole, or refused in words`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    try {
      const made = spawnSync(given('WHY502_COMMAND'), ['page', '--server', name, '--name', LONG, '--out', `${place.dir}/tried`])
      if (['haproxy', 'ingress-nginx'].includes(name)) {
        assert.equal(made.status, 2)
        return assert.match(made.stderr.toString(), /would be [\d,]+ bytes; \S+ takes [\d,]+ at most/)
      }
      const server = await proxy.start(place.dir, await freePort(), ['--name', LONG], false)
      try {
        if (server.ready) await until('the site is routed', async () => (await ask(server.url)).status !== 404)
        const answer = await ask(`${server.url}/`)
        assert.equal(answer.status, proxy.dead)
        assert.ok(answer.body.trimEnd().endsWith('</html>'))
        assert.ok(Buffer.byteLength(answer.body) > 5 * Buffer.byteLength(LONG))
      } finally {
        await server.stop()
      }
    } finally {
      await place.remove()
    }
  })
}
