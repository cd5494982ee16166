// How each server is run with the generated files, in a configuration that is otherwise as small as it can be.
//
// `dead` is the status that this server gives by itself when its backend refuses connections.

import { mkdir, readFile, writeFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { check, freePort, generate, given, run } from './harness.mjs'

const write = (dir, name, text) => writeFile(path.join(dir, name), text)
const read = (dir, name) => readFile(path.join(dir, name), 'utf8')

/** Each gives `{ url, stop, planned? }` after `start(dir, backendPort, options)`. */
export const proxies = {
  nginx: {
    dead: 502, id: /^[0-9a-f]{32}$/, json: true, knowsMethod: true, headers: true, hidden: '/.why502/502.html',
    async start(dir, backend, options) {
      await generate(dir, 'nginx', options, { '/etc/nginx/why502': `${dir}/why502`, '/srv/why502/': `${dir}/tool/` })
      const port = await freePort()
      await write(dir, 'nginx.conf', nginx(dir, `include ${dir}/why502/http.conf;
        server { listen 127.0.0.1:${port}; include ${dir}/why502/server.conf;
          location / { proxy_pass http://127.0.0.1:${backend}; } }`))
      const program = given('WHY502_NGINX')
      check(program, ['-t', '-c', `${dir}/nginx.conf`])
      const server = await run(program, ['-c', `${dir}/nginx.conf`], { port })
      return { url: `http://127.0.0.1:${port}`, stop: server.stop, planned: flag(`${dir}/why502/planned-now`) }
    },
  },

  apache: {
    dead: 503, id: /^[\w@-]{20,}$/, json: true, knowsMethod: true, headers: true, hidden: '/.why502/502.html',
    async start(dir, backend, options) {
      await generate(dir, 'apache', options, { '/etc/apache2/why502': `${dir}/why502`, '/srv/why502': `${dir}/tool` })
      const port = await freePort()
      const modules = 'mpm_event authz_core alias dir mime env setenvif filter headers include rewrite unique_id proxy proxy_http'
      const load = modules.split(' ').map(m => `LoadModule ${m}_module ${given('WHY502_APACHE_MODULES')}/mod_${m}.so`)
      await mkdir(`${dir}/empty`)
      await write(dir, 'httpd.conf', `${load.join('\n')}
        ServerName localhost
        ServerRoot ${dir}
        PidFile ${dir}/apache.pid
        DefaultRuntimeDir ${dir}
        Mutex file:${dir}
        Listen 127.0.0.1:${port}
        ErrorLog ${dir}/apache.log
        DocumentRoot ${dir}/empty
        ${process.getuid() === 0 ? 'User www-data\nGroup www-data' : ''}
        TypesConfig /dev/null
        AddType text/html .html
        <Directory />
          Require all denied
        </Directory>
        <VirtualHost 127.0.0.1:${port}>
          Include ${dir}/why502/why502.conf
          ProxyPass / http://127.0.0.1:${backend}/ retry=0
        </VirtualHost>`)
      const program = given('WHY502_APACHE')
      check(program, ['-t', '-f', `${dir}/httpd.conf`])
      const server = await run(program, ['-DFOREGROUND', '-f', `${dir}/httpd.conf`], { port })
      return { url: `http://127.0.0.1:${port}`, stop: server.stop, planned: flag(`${dir}/why502/planned-now`) }
    },
  },

  haproxy: {
    dead: 503, id: /^[0-9a-f-]{36}$/, json: 'backend', knowsMethod: true, headers: true,
    async start(dir, backend, options) {
      await generate(dir, 'haproxy', options, { '/etc/haproxy/why502': `${dir}/why502` })
      const port = await freePort()
      const config = async () => write(dir, 'haproxy.cfg', `global
    stats socket ${dir}/admin.sock level admin
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
    retries 0
frontend site
    bind 127.0.0.1:${port}
${await read(dir, 'why502/why502.cfg')}
    default_backend app
backend app
    server app 127.0.0.1:${backend}
`)
      await config()
      const program = given('WHY502_HAPROXY')
      check(program, ['-c', '-f', `${dir}/haproxy.cfg`])
      const server = await run(program, ['-db', '-f', `${dir}/haproxy.cfg`], { port })
      return {
        url: `http://127.0.0.1:${port}`, stop: server.stop,
        planned: on => runtime(`${dir}/admin.sock`, `set map ${dir}/why502/planned.map planned ${on ? 'on' : 'off'}\n`),
      }
    },
  },

  varnish: {
    dead: 503, id: /^\d+$/, json: true, knowsMethod: true, headers: true,
    async start(dir, backend, options, planned) {
      await generate(dir, 'varnish', options, {})
      const port = await freePort()
      await write(dir, 'site.vcl', `vcl 4.1;
include "${dir}/why502/why502.vcl";
${planned ? `include "${dir}/why502/planned.vcl";` : ''}
backend default { .host = "127.0.0.1"; .port = "${backend}"; }
`)
      const program = given('WHY502_VARNISH')
      check(program, ['-C', '-j', 'none', '-n', `${dir}/check`, '-f', `${dir}/site.vcl`])
      const server = await run(program, ['-F', '-j', 'none', '-n', `${dir}/work`, '-s', 'malloc,16m', '-p', 'default_grace=0', '-a', `127.0.0.1:${port}`, '-f', `${dir}/site.vcl`], { port })
      return { url: `http://127.0.0.1:${port}`, stop: server.stop }
    },
  },

  caddy: {
    dead: 502, id: /^[0-9a-z]{8,}$/, json: true, knowsMethod: true, headers: true,
    async start(dir, backend, options) {
      await generate(dir, 'caddy', options, { '/etc/caddy/why502': `${dir}/why502`, '/srv/why502': `${dir}/tool` })
      const port = await freePort()
      await write(dir, 'Caddyfile', `{
	admin off
	auto_https off
}
import ${dir}/why502/why502.caddy
http://127.0.0.1:${port} {
	import why502
	reverse_proxy 127.0.0.1:${backend} {
		import why502_upstream
	}
}
`)
      const program = given('WHY502_CADDY')
      const env = { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }
      check(program, ['validate', '--adapter', 'caddyfile', '--config', `${dir}/Caddyfile`], { env })
      const server = await run(program, ['run', '--adapter', 'caddyfile', '--config', `${dir}/Caddyfile`], { port, env })
      return { url: `http://127.0.0.1:${port}`, stop: server.stop, planned: flag(`${dir}/why502/planned-now`) }
    },
  },

  lighttpd: {
    dead: 503, theirs: false,
    async start(dir, backend, options) {
      await generate(dir, 'lighttpd', options, { '/etc/lighttpd/why502': `${dir}/why502`, '/srv/why502': `${dir}/tool` })
      const port = await freePort()
      await mkdir(`${dir}/empty`)
      await write(dir, 'lighttpd.conf', `server.modules = ( "mod_proxy" )
server.document-root = "${dir}/empty"
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = "${dir}/lighttpd.log"
mimetype.assign = ( ".html" => "text/html" )
include "${dir}/why502/why502.conf"
proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => ${backend} )) )
`)
      const program = given('WHY502_LIGHTTPD')
      check(program, ['-tt', '-f', `${dir}/lighttpd.conf`])
      const server = await run(program, ['-D', '-f', `${dir}/lighttpd.conf`], { port })
      return { url: `http://127.0.0.1:${port}`, stop: server.stop }
    },
  },

  traefik: {
    dead: 502, headers: true,
    async start(dir, backend, options) {
      const pages = await freePort()
      await generate(dir, 'traefik', options, { '/srv/why502': `${dir}/why502`, '127.0.0.1:5020': `127.0.0.1:${pages}` })
      const env = { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }
      const host = await run(given('WHY502_CADDY'), ['run', '--adapter', 'caddyfile', '--config', `${dir}/why502/pages.Caddyfile`], { port: pages, env })
      const port = await freePort()
      await mkdir(`${dir}/dynamic`)
      await write(dir, 'dynamic/why502.yml', await read(dir, 'traefik-why502.yml'))
      await write(dir, 'dynamic/site.yml', `http:
  routers:
    site: { rule: "PathPrefix(\`/\`)", service: app, middlewares: [why502] }
  services:
    app: { loadBalancer: { servers: [ { url: "http://127.0.0.1:${backend}" } ] } }
`)
      const args = [`--entrypoints.web.address=127.0.0.1:${port}`, `--providers.file.directory=${dir}/dynamic`,
        '--global.checknewversion=false', '--global.sendanonymoususage=false', '--log.level=INFO']
      const server = await run(given('WHY502_TRAEFIK'), args, { port, cwd: dir })
      return { url: `http://127.0.0.1:${port}`, stop: async () => { await server.stop(); await host.stop() }, ready: true }
    },
  },

  envoy: {
    dead: 503, id: /^[0-9a-f-]{36}$/, json: true, knowsMethod: true, headers: true,
    async start(dir, backend, options, planned) {
      await generate(dir, 'envoy', options, { '/etc/envoy/why502': `${dir}/why502` })
      const port = await freePort()
      const pad = (text, by) => text.replace(/^(?=.)/gm, ' '.repeat(by))
      const mapper = planned ? await read(dir, 'why502/planned-mapper.yaml') : ''
      const local = pad((await read(dir, 'why502/local-reply.yaml')).replace('mappers:\n', line => line + mapper), 10)
      const custom = pad(await read(dir, 'why502/custom-response.yaml'), 10)
      const first = planned ? pad(await read(dir, 'why502/planned-route.yaml'), 14) : ''
      await write(dir, 'envoy.yaml', `static_resources:
  listeners:
  - address: { socket_address: { address: 127.0.0.1, port_value: ${port} } }
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: site
          use_remote_address: true
${local}
          http_filters:
${custom}
          - name: envoy.filters.http.router
            typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
          route_config:
            virtual_hosts:
            - name: site
              domains: ["*"]
              routes:
${first}
              - match: { prefix: / }
                route: { cluster: app }
  clusters:
  - name: app
    type: STATIC
    connect_timeout: 2s
    load_assignment:
      cluster_name: app
      endpoints: [ { lb_endpoints: [ { endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: ${backend} } } } } ] } ]
`)
      const program = given('WHY502_ENVOY')
      check(program, ['--mode', 'validate', '-c', `${dir}/envoy.yaml`, '-l', 'error'])
      const server = await run(program, ['-c', `${dir}/envoy.yaml`, '--disable-hot-restart', '--concurrency', '1', '-l', 'error'], { port })
      return { url: `http://127.0.0.1:${port}`, stop: server.stop }
    },
  },

  // The controller itself needs a cluster. What is generated is its default backend, so that is what runs here,
  // behind an nginx that hands errors over as the controller does.
  'ingress-nginx': {
    dead: 502, id: /^[0-9a-f]{32}$/, json: true, knowsMethod: true, headers: true,
    async start(dir, backend, options) {
      await generate(dir, 'ingress-nginx', options)
      const maps = configMap(await read(dir, 'why502.yaml'))
      const pages = await freePort()
      await mkdir(`${dir}/pages`)
      for (const [name, text] of Object.entries(maps)) if (name !== 'default.conf') await write(dir, `pages/${name}`, text)
      const inner = maps['default.conf'].replaceAll('/etc/nginx/why502', dir).replace('listen 8080', `listen 127.0.0.1:${pages}`)
      await write(dir, 'nginx.conf', nginx(dir, inner))
      const port = await freePort()
      await mkdir(`${dir}/controller`)
      const handOver = [502, 503, 504].map(code => `error_page ${code} = @why502_${code};
        location @why502_${code} { internal; proxy_intercept_errors off; proxy_set_header X-Code ${code};
          proxy_set_header X-Format $http_accept; proxy_set_header X-Request-ID $request_id;
          rewrite (.*) / break; proxy_pass http://127.0.0.1:${pages}; }`)
      await write(dir, 'controller/nginx.conf', nginx(`${dir}/controller`, `server { listen 127.0.0.1:${port};
        proxy_intercept_errors on; ${handOver.join('\n')}
        location / { proxy_pass http://127.0.0.1:${backend}; } }`))
      const program = given('WHY502_NGINX')
      check(program, ['-t', '-c', `${dir}/nginx.conf`])
      const host = await run(program, ['-c', `${dir}/nginx.conf`], { port: pages })
      const server = await run(program, ['-c', `${dir}/controller/nginx.conf`], { port })
      return { url: `http://127.0.0.1:${port}`, stop: async () => { await server.stop(); await host.stop() } }
    },
  },
}

/** An nginx that lives in one folder. */
function nginx(dir, http) {
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(t => `${t}_temp_path ${dir}/${t};`)
  return `daemon off;
worker_processes 1;
pid ${dir}/nginx.pid;
error_log ${dir}/nginx.log;
events { worker_connections 64; }
http { access_log off; default_type text/plain; ${temps.join(' ')}
${http}
}
`
}

/** Planned work that a file switches on. */
const flag = file => on => on ? writeFile(file, '') : rm(file)

async function runtime(socket, command) {
  const net = await import('node:net')
  const { once } = await import('node:events')
  const client = net.connect(socket)
  await once(client, 'connect')
  client.end(command)
  client.resume()
  await once(client, 'close')
}

/** The block strings of the first document's `data`. */
function configMap(yaml) {
  const maps = {}
  let name
  for (const line of yaml.split('\n---')[0].split('\n')) {
    const key = /^ {2}(\S+): \|-$/.exec(line)
    if (key) maps[name = key[1]] = ''
    else if (name) maps[name] += `${line.slice(4)}\n`
  }
  return maps
}
